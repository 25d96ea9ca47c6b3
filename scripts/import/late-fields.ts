import { closedObject, type JsonSchema, type SchemaFile } from './json-schema.js';

interface LateField {
  readonly group: string;
  readonly kind: string;
  /** Properties from the whole object to the mapping that gained the field; `[]` steps into the items of a list. */
  readonly within: readonly string[];
  readonly name: string;
  readonly schema: JsonSchema;
}

const source = ['spec', 'rules', '[]', 'from', '[]', 'source'];
const strings: JsonSchema = { type: 'array', items: { type: 'string' } };

/** Mappings that hold the traffic policy of a DestinationRule. */
const policies = [
  ['spec', 'trafficPolicy'],
  ['spec', 'subsets', '[]', 'trafficPolicy'],
].flatMap((policy) => [policy, [...policy, 'portLevelSettings', '[]']]);
const failover: JsonSchema = {
  type: 'array',
  items: closedObject({ from: { type: 'string' }, to: { type: 'string' } }, []),
};
const zoneAware = closedObject(
  {
    enabled: { type: 'boolean' },
    failover,
    failoverPriority: strings,
    minClusterSize: { type: 'integer', minimum: 1, maximum: 2 ** 32 - 1 },
  },
  [],
);
const keepAlive = closedObject({ interval: { type: 'string' }, timeout: { type: 'string' } }, []);
const statusCodes: JsonSchema = { type: 'array', items: { type: 'integer', minimum: 100, maximum: 599 } };

function perHolder(field: Omit<LateField, 'within'>, holders: readonly (readonly string[])[]): readonly LateField[] {
  return holders.map((within) => ({ ...field, within }));
}

/**
 * Fields that Istio 1.30 and 1.31 added to what the package declares, which is 1.29.
 *
 * @see https://github.com/istio/istio/blob/1.31.0-rc.0/manifests/charts/base/files/crd-all.gen.yaml
 */
const lateFields: readonly LateField[] = [
  { group: 'security.istio.io', kind: 'AuthorizationPolicy', within: source, name: 'trustDomains', schema: strings },
  { group: 'security.istio.io', kind: 'AuthorizationPolicy', within: source, name: 'notTrustDomains', schema: strings },
  {
    group: 'telemetry.istio.io',
    kind: 'Telemetry',
    within: ['spec', 'tracing', '[]'],
    name: 'disableContextPropagation',
    schema: { type: 'boolean' },
  },
  ...perHolder(
    { group: 'networking.istio.io', kind: 'DestinationRule', name: 'http2KeepAlive', schema: keepAlive },
    policies.map((policy) => [...policy, 'connectionPool', 'http']),
  ),
  ...perHolder(
    { group: 'networking.istio.io', kind: 'DestinationRule', name: 'zoneAwareLbSetting', schema: zoneAware },
    policies.map((policy) => [...policy, 'loadBalancer']),
  ),
  ...perHolder(
    {
      group: 'networking.istio.io',
      kind: 'DestinationRule',
      name: 'outlierDetectionHttpErrorCodes',
      schema: statusCodes,
    },
    policies.map((policy) => [...policy, 'outlierDetection']),
  ),
  ...perHolder(
    { group: 'networking.istio.io', kind: 'DestinationRule', name: 'budgetInterval', schema: { type: 'string' } },
    policies.filter((policy) => policy.at(-1) !== '[]').map((policy) => [...policy, 'retryBudget']),
  ),
  ...perHolder({ group: 'networking.istio.io', kind: 'Sidecar', name: 'http2KeepAlive', schema: keepAlive }, [
    ['spec', 'inboundConnectionPool', 'http'],
    ['spec', 'ingress', '[]', 'connectionPool', 'http'],
  ]),
  {
    group: 'networking.istio.io',
    kind: 'Gateway',
    within: ['spec', 'servers', '[]', 'tls'],
    name: 'insecureSkipVerify',
    schema: { type: 'boolean' },
  },
  {
    group: 'networking.istio.io',
    kind: 'Sidecar',
    within: ['spec', 'ingress', '[]', 'tls'],
    name: 'insecureSkipVerify',
    schema: { type: 'boolean' },
  },
  {
    group: 'networking.istio.io',
    kind: 'VirtualService',
    within: ['spec', 'http', '[]', 'redirect'],
    name: 'prefixRewrite',
    schema: { type: 'string' },
  },
];

/** Values that Istio 1.31 added to closed sets. */
const lateValues: readonly Omit<LateField, 'schema'>[] = [
  {
    group: 'networking.istio.io',
    kind: 'EnvoyFilter',
    within: ['spec', 'configPatches', '[]', 'patch', 'operation'],
    name: 'MERGE_AND_REPLACE_LIST',
  },
];

function holderOf({ within }: Pick<LateField, 'within'>, name: string, kind: JsonSchema): JsonSchema {
  const holder = within.reduce<JsonSchema | undefined>(
    (schema, step) => (step === '[]' ? schema?.items : schema?.properties?.[step]),
    kind,
  );
  if (holder === undefined) throw new Error(`${name} has no ${within.join('.')}`);
  return holder;
}

/** Adds to a group's schemas the fields and values that upstream has and the package does not declare. */
export function addLateFields(group: string, file: SchemaFile): void {
  for (const [name, kind] of Object.entries(file.kinds)) {
    const isOwn = (late: Omit<LateField, 'schema'>) => late.group === group && name.endsWith(`/${late.kind}`);
    for (const field of lateFields.filter(isOwn)) {
      const { properties } = holderOf(field, name, kind);
      if (properties === undefined) throw new Error(`${name} has no fields in ${field.within.join('.')}`);
      if (field.name in properties) throw new Error(`${name} already declares ${field.name}`);
      properties[field.name] = structuredClone(field.schema);
    }
    for (const value of lateValues.filter(isOwn)) {
      const { enum: values } = holderOf(value, name, kind);
      if (values === undefined) throw new Error(`${name} has no values in ${value.within.join('.')}`);
      if (values.includes(value.name)) throw new Error(`${name} already declares ${value.name}`);
      values.push(value.name);
    }
  }
}
