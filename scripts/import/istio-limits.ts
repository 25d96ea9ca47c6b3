import type { JsonSchema } from './json-schema.js';

/** What a field's value must satisfy in addition to its type. */
export type Limits = Pick<
  JsonSchema,
  'format' | 'pattern' | 'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems'
>;

const group = /^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.source;
const kind = /^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/.source;

const unsigned: Limits = { minimum: 0, maximum: 2 ** 32 - 1 };
const whole: Limits = { minimum: 0 };
const port: Limits = { minimum: 1, maximum: 65535 };
/** Zero means no port. */
const portOrNone: Limits = { minimum: 0, maximum: 65535 };
const percent: Limits = { minimum: 0, maximum: 100 };
const duration: Limits = { format: 'istio-duration' };
const anyDuration: Limits = { format: 'duration' };
const filled: Limits = { minLength: 1 };
const pair: Limits = { minItems: 1, maxItems: 2 };

/**
 * End of a field's path, with `[]` for the items of a list and `{}` for the values of a map, to the limits that Istio 1.30's
 * resource definitions and validating webhook set.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/manifests/charts/base/files/crd-all.gen.yaml
 */
export const istioLimits: Readonly<Record<string, Limits>> = {
  'matchLabels{}': { maxLength: 63 },
  'workloadSelector.labels{}': { maxLength: 63 },
  targetRefs: { maxItems: 16 },
  ...Object.fromEntries(
    ['targetRef', 'targetRefs[]'].flatMap((reference) => [
      [`${reference}.group`, { maxLength: 253, pattern: group }],
      [`${reference}.kind`, { minLength: 1, maxLength: 63, pattern: kind }],
      [`${reference}.name`, { minLength: 1, maxLength: 253 }],
    ]),
  ),

  'WasmPlugin.spec.imagePullSecret': { minLength: 1, maxLength: 253 },
  'WasmPlugin.spec.match[].ports[].number': port,
  'WasmPlugin.spec.pluginName': { minLength: 1, maxLength: 256 },
  'WasmPlugin.spec.sha256': { pattern: '(^$|^[a-f0-9]{64}$)' },
  'WasmPlugin.spec.url': filled,
  'WasmPlugin.spec.vmConfig.env': { maxItems: 256 },
  'WasmPlugin.spec.vmConfig.env[].name': { minLength: 1, maxLength: 256 },
  'WasmPlugin.spec.vmConfig.env[].value': { maxLength: 2048 },

  'http.idleTimeout': duration,
  'tcp.idleTimeout': anyDuration,
  'http2KeepAlive.interval': duration,
  'http2KeepAlive.timeout': duration,
  'tcp.connectTimeout': duration,
  'tcp.maxConnectionDuration': duration,
  'tcpKeepalive.interval': duration,
  'tcpKeepalive.time': duration,
  'tcpKeepalive.probes': unsigned,
  'httpCookie.ttl': anyDuration,
  'maglev.tableSize': whole,
  'consistentHash.minimumRingSize': whole,
  'ringHash.minimumRingSize': whole,
  'distribute[].to{}': { minimum: 1, maximum: 100 },
  'warmup.aggression': whole,
  'warmup.duration': duration,
  'warmup.minimumPercent': percent,
  'loadBalancer.warmupDurationSecs': duration,
  'outlierDetection.baseEjectionTime': duration,
  'outlierDetection.interval': duration,
  'outlierDetection.consecutive5xxErrors': unsigned,
  'outlierDetection.consecutiveGatewayErrors': unsigned,
  'outlierDetection.consecutiveLocalOriginFailures': unsigned,
  'outlierDetection.maxEjectionPercent': percent,
  'outlierDetection.minHealthPercent': percent,
  portLevelSettings: { maxItems: 4096 },
  'portLevelSettings[].port.number': unsigned,
  'retryBudget.minRetryConcurrency': unsigned,
  'retryBudget.percent': percent,
  'retryBudget.budgetInterval': anyDuration,
  'tunnel.targetPort': port,

  'match.cluster.portNumber': unsigned,
  'filterChain.destinationPort': unsigned,
  'listener.portNumber': unsigned,
  'routeConfiguration.portNumber': unsigned,
  'waypoint.portNumber': port,

  'tls.credentialNames': pair,
  'tls.tlsCertificates': pair,
  'servers[].port.number': portOrNone,
  'servers[].port.targetPort': unsigned,

  'ProxyConfig.spec.concurrency': whole,
  'ProxyConfig.spec.environmentVariables{}': { maxLength: 2048 },

  'ServiceEntry.spec.addresses': { maxItems: 256 },
  'ServiceEntry.spec.addresses[]': { maxLength: 64 },
  'ServiceEntry.spec.endpoints': { maxItems: 4096 },
  'ServiceEntry.spec.hosts': { minItems: 1, maxItems: 256 },
  'ServiceEntry.spec.ports': { maxItems: 256 },
  'ServiceEntry.spec.ports[].name': { maxLength: 256 },
  'ServiceEntry.spec.ports[].number': port,
  'ServiceEntry.spec.ports[].protocol': { maxLength: 256 },
  'ServiceEntry.spec.ports[].targetPort': port,
  ...Object.fromEntries(
    ['ServiceEntry.spec.endpoints[]', 'WorkloadEntry.spec', 'WorkloadGroup.spec.template'].flatMap((entry) => [
      [`${entry}.address`, { maxLength: 256 }],
      [`${entry}.locality`, { maxLength: 2048 }],
      [`${entry}.network`, { maxLength: 2048 }],
      [`${entry}.ports{}`, port],
      [`${entry}.serviceAccount`, { maxLength: 253 }],
      [`${entry}.weight`, unsigned],
    ]),
  ),

  'egress[].port.number': portOrNone,
  'egress[].port.targetPort': unsigned,
  'ingress[].port.number': port,
  'ingress[].port.targetPort': unsigned,
  'egressProxy.port.number': port,

  'corsPolicy.maxAge': duration,
  'directResponse.status': { minimum: 200, maximum: 600 },
  'abort.httpStatus': { minimum: 200, maximum: 600 },
  'delay.exponentialDelay': duration,
  'delay.fixedDelay': duration,
  'match[].port': portOrNone,
  'mirror.port.number': port,
  'destination.port.number': port,
  'http[].mirrorPercent': percent,
  'http[].mirror_percent': percent,
  'mirrorPercentage.value': percent,
  'mirrors[].percentage.value': percent,
  'redirect.port': portOrNone,
  'redirect.redirectCode': unsigned,
  'retries.attempts': whole,
  'retries.backoff': duration,
  'retries.perTryTimeout': duration,
  'http[].timeout': duration,

  'probe.exec.command[]': filled,
  'probe.failureThreshold': whole,
  'probe.grpc.port': port,
  'probe.httpGet.httpHeaders[].name': { pattern: '^[-A-Za-z0-9]+$' },
  'probe.httpGet.port': port,
  'probe.initialDelaySeconds': whole,
  'probe.periodSeconds': whole,
  'probe.successThreshold': whole,
  'probe.tcpSocket.port': port,
  'probe.timeoutSeconds': whole,

  'AuthorizationPolicy.spec.rules': { maxItems: 512 },
  'AuthorizationPolicy.spec.rules[].from': { maxItems: 512 },
  'source.serviceAccounts': { maxItems: 16 },
  'source.serviceAccounts[]': { maxLength: 320 },
  'source.notServiceAccounts': { maxItems: 16 },
  'source.notServiceAccounts[]': { maxLength: 320 },

  'RequestAuthentication.spec.jwtRules': { maxItems: 4096 },
  'jwtRules[].audiences[]': filled,
  'jwtRules[].fromCookies[]': filled,
  'jwtRules[].fromHeaders[].name': filled,
  'jwtRules[].fromParams[]': filled,
  'jwtRules[].issuer': filled,
  'jwtRules[].jwksUri': { minLength: 1, maxLength: 2048 },
  'jwtRules[].jwks_uri': { minLength: 1, maxLength: 2048 },
  'outputClaimToHeaders[].claim': filled,
  'outputClaimToHeaders[].header': { minLength: 1, pattern: '^[-_A-Za-z0-9]+$' },
  'jwtRules[].spaceDelimitedClaims': { maxItems: 64 },
  'jwtRules[].spaceDelimitedClaims[]': filled,
  'jwtRules[].timeout': duration,

  'Telemetry.spec.accessLogging[].providers[].name': filled,
  'Telemetry.spec.metrics[].providers[].name': filled,
  'Telemetry.spec.tracing[].providers[].name': filled,
  'overrides[].match.customMetric': filled,
  'metrics[].reportingInterval': duration,
  'customTags{}.environment.name': filled,
  'customTags{}.formatter.value': filled,
  'customTags{}.header.name': filled,
  'customTags{}.literal.value': filled,
  'tracing[].randomSamplingPercentage': percent,
};
