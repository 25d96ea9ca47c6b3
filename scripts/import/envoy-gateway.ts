import { closedObject, type JsonSchema, PRESERVED, type SchemaFile } from './json-schema.js';

const text: JsonSchema = { type: 'string' };
const flag: JsonSchema = { type: 'boolean' };
const duration: JsonSchema = { type: 'string', pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$' };
const moduleName: JsonSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 253,
  pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
};
const fraction = closedObject(
  { numerator: { type: 'integer', minimum: 0 }, denominator: { type: 'integer', minimum: 1 } },
  ['numerator'],
);
const longText: JsonSchema = { type: 'string', minLength: 1, maxLength: 4096 };
const dynamicModule = closedObject(
  {
    name: moduleName,
    doNotClose: flag,
    loadGlobally: flag,
    source: closedObject(
      {
        type: { type: 'string', enum: ['Local', 'Remote'] },
        local: closedObject({ path: longText }, ['path']),
        remote: closedObject(
          {
            url: { ...longText, pattern: '^https?://[^/?#]+(?:[/?#].*)?$' },
            sha256: { type: 'string', pattern: '^[a-f0-9]{64}$' },
          },
          ['sha256', 'url'],
        ),
      },
      [],
    ),
  },
  ['name', 'source'],
);
const database = closedObject({ local: closedObject({ path: { type: 'string', pattern: '^.*\\.mmdb$' } }, ['path']) }, [
  'local',
]);
const geoIp = closedObject(
  {
    provider: closedObject(
      {
        type: { type: 'string', enum: ['MaxMind'] },
        maxMind: closedObject(
          {
            anonymousIpDbSource: database,
            asnDbSource: database,
            cityDbSource: database,
            countryDbSource: database,
            ispDbSource: database,
          },
          [],
        ),
      },
      ['type'],
    ),
  },
  ['provider'],
);
const sampler = closedObject(
  {
    samplingPercentage: fraction,
    type: {
      type: 'string',
      enum: [
        'AlwaysOff',
        'AlwaysOn',
        'ParentBasedAlwaysOff',
        'ParentBasedAlwaysOn',
        'ParentBasedTraceIdRatio',
        'TraceIdRatio',
      ],
    },
  },
  ['type'],
);
const backendUtilization = closedObject(
  {
    blackoutPeriod: duration,
    errorUtilizationPenaltyPercent: { type: 'integer', minimum: 0 },
    keepResponseHeaders: flag,
    metricNamesForComputingUtilization: { type: 'array', items: text },
    weightExpirationPeriod: duration,
    weightUpdatePeriod: duration,
  },
  [],
);

/**
 * Fields that Envoy Gateway added after the release that the package declares, by definition, up to release 1.8.
 *
 * @see https://gateway.envoyproxy.io/docs/api/extension_types/#envoyproxyspec
 */
const LATE_FIELDS: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>> = {
  ActiveHealthCheck: { overrides: closedObject({ port: { type: 'integer', minimum: 1, maximum: 65_535 } }, []) },
  BackendTLSConfig: { fingerprints: { type: 'array', items: { type: 'string', enum: ['JA3', 'JA4'] } } },
  CircuitBreaker: {
    retryBudget: closedObject({ minRetryConcurrency: { type: 'integer' }, percent: fraction }, ['percent']),
  },
  EnvoyProxySpec: {
    dynamicModules: { type: 'array', items: dynamicModule, maxItems: 16 },
    geoIP: geoIp,
    mergeType: { type: 'string', enum: ['JSONMerge', 'Replace', 'StrategicMerge'] },
  },
  HTTP2Settings: {
    connectionKeepalive: closedObject(
      {
        idleInterval: duration,
        interval: duration,
        intervalJitter: { type: 'integer', minimum: 0, maximum: 100 },
        timeout: duration,
      },
      [],
    ),
  },
  HTTPActiveHealthChecker: {
    retriableStatuses: { type: 'array', items: { type: 'integer', minimum: 100, maximum: 599 } },
  },
  HTTPTimeout: { streamIdleTimeout: duration },
  LoadBalancer: {
    backendUtilization,
    dynamicModule: closedObject(
      { config: PRESERVED, lbPolicyName: { type: 'string', minLength: 1, maxLength: 253 }, name: moduleName },
      ['lbPolicyName', 'name'],
    ),
  },
  OpenTelemetryTracingProvider: { sampler },
  PassiveHealthCheck: { alwaysEjectOneEndpoint: flag },
  ProxyMetrics: { enableGRPCStats: flag },
  ZoneAware: {
    weightedZones: {
      type: 'array',
      items: closedObject({ weight: { type: 'integer' }, zone: text }, ['weight', 'zone']),
    },
  },
};

const FILTERS = ['bandwidth_limit', 'dynamic_modules', 'geoip'].map((name) => `envoy.filters.http.${name}`);

/** Values of the same, by definition and field. */
const LATE_VALUES: readonly (readonly [definition: string, field: string, values: readonly string[]])[] = [
  ['FilterPosition', 'after', FILTERS],
  ['FilterPosition', 'before', FILTERS],
  ['FilterPosition', 'name', FILTERS],
  ['LoadBalancer', 'type', ['BackendUtilization', 'DynamicModule']],
];

/** Adds to the schemas of Envoy Gateway what the package does not declare yet. */
export function addEnvoyGateway(file: SchemaFile | undefined): void {
  const fieldsOf = (definition: string): Record<string, JsonSchema> => {
    const properties = file?.definitions[`v1alpha1.${definition}`]?.properties;
    if (properties === undefined) throw new Error(`Envoy Gateway has no ${definition}`);
    return properties;
  };
  for (const [definition, fields] of Object.entries(LATE_FIELDS)) {
    const properties = fieldsOf(definition);
    for (const [name, schema] of Object.entries(fields)) {
      if (name in properties) throw new Error(`${definition} already declares ${name}`);
      properties[name] = structuredClone(schema);
    }
  }
  for (const [definition, field, values] of LATE_VALUES) {
    const known = fieldsOf(definition)[field]?.enum;
    if (known === undefined) throw new Error(`${definition} has no values of ${field}`);
    for (const value of values) {
      if (known.includes(value)) throw new Error(`${definition} already declares ${value}`);
      known.push(value);
    }
  }
}
