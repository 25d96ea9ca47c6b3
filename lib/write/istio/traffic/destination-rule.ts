import type { LoadBalancing, SessionAffinity } from '../../workload/intents/load-balancing.js';
import type { CircuitBreaker, ConnectionPool } from '../../workload/intents/resilience.js';
import type { ResolvedApplication, ResolvedService } from '../../workload/intents/resolved.js';
import type { Service } from '../../workload/intents/service.js';
import { isNonEmpty } from '../../workload/non-empty.js';
import { VERSION_LABEL } from '../../workload/workload.js';
import { serviceHost } from '../policy/service-host.js';
import type {
  ConnectionPoolSettings,
  ConsistentHash,
  DestinationRuleSpec,
  LoadBalancerSettings,
  LocalitySetting,
  OutlierDetection,
  Subset,
} from './destination-rule-spec.js';
import { exportTo } from './export-to.js';
import { istioDuration } from './istio-duration.js';

/** The only DestinationRule of a service with ports. Of a second one for the host Istio would read only the subsets. */
export function destinationRule(
  service: ResolvedService,
  application: ResolvedApplication,
): DestinationRuleSpec | undefined {
  const { workload, httpPorts, connectionPool, circuitBreaker } = service;
  const { ports = [] } = workload;
  if (ports.length === 0) return undefined;
  const pool = connectionPool && poolSettings(connectionPool, httpPorts.length > 0, httpPorts.length < ports.length);
  const loadBalancer = balancerSettings(service);
  const subsets: readonly Subset[] = (workload.versions ?? []).map(({ name }) => ({
    name,
    labels: { [VERSION_LABEL]: name },
  }));
  return {
    host: serviceHost(workload, application.cluster),
    exportTo: exportTo(service, application),
    trafficPolicy: {
      tls: { mode: 'ISTIO_MUTUAL' },
      ...(pool && { connectionPool: pool }),
      ...(loadBalancer && { loadBalancer }),
      ...(circuitBreaker && { outlierDetection: outlierDetection(circuitBreaker) }),
    },
    ...(isNonEmpty(subsets) && { subsets }),
  };
}

function poolSettings(pool: ConnectionPool, http: boolean, tcp: boolean): ConnectionPoolSettings | undefined {
  const { connectTimeout, maxConnections, idleTimeout, keepAlive } = pool;
  const idle = idleTimeout && { idleTimeout: istioDuration(idleTimeout) };
  const ofTcp = {
    ...(connectTimeout && { connectTimeout: istioDuration(connectTimeout) }),
    ...(maxConnections !== undefined && { maxConnections }),
    ...(tcp && idle),
    ...(keepAlive && {
      tcpKeepalive: {
        time: istioDuration(keepAlive.time),
        interval: istioDuration(keepAlive.interval),
        probes: keepAlive.probes,
      },
    }),
  };
  const { maxPendingRequests, maxRequests, maxRequestsPerConnection } = pool;
  const ofHttp = {
    ...(maxPendingRequests !== undefined && { http1MaxPendingRequests: maxPendingRequests }),
    ...(maxRequests !== undefined && { http2MaxRequests: maxRequests }),
    ...(maxRequestsPerConnection !== undefined && { maxRequestsPerConnection }),
    ...idle,
  };
  const settings = {
    ...(Object.keys(ofTcp).length > 0 && { tcp: ofTcp }),
    ...(http && Object.keys(ofHttp).length > 0 && { http: ofHttp }),
  };
  return Object.keys(settings).length > 0 ? settings : undefined;
}

const ALGORITHMS = { 'least-request': 'LEAST_REQUEST', 'round-robin': 'ROUND_ROBIN', random: 'RANDOM' } as const;

function balancerSettings({ loadBalancing, circuitBreaker }: Service): LoadBalancerSettings | undefined {
  const localityLbSetting = localitySetting(loadBalancing, circuitBreaker);
  if (loadBalancing === undefined && localityLbSetting === undefined) return undefined;
  const { affinity, algorithm, warmup } = loadBalancing ?? {};
  const locality = localityLbSetting && { localityLbSetting };
  if (affinity !== undefined) return { consistentHash: consistentHash(affinity), ...locality };
  return {
    simple: ALGORITHMS[algorithm ?? 'least-request'],
    ...(warmup && { warmup: { duration: istioDuration(warmup) } }),
    ...locality,
  };
}

/** With outlier detection Istio prefers the zone of the caller by default; without a stated failover that is disabled. */
function localitySetting(
  loadBalancing: LoadBalancing | undefined,
  circuitBreaker: CircuitBreaker | undefined,
): LocalitySetting | undefined {
  const failover = (loadBalancing?.localityFailover ?? []).map(({ from, to }) => ({ from, to }));
  if (isNonEmpty(failover)) return { enabled: true, failover };
  return circuitBreaker && { enabled: false };
}

function consistentHash(affinity: SessionAffinity): ConsistentHash {
  switch (affinity.kind) {
    case 'cookie':
      return { httpCookie: { name: affinity.name, path: '/', ttl: istioDuration(affinity.ttl) } };
    case 'header':
      return { httpHeaderName: affinity.name };
    case 'source-ip':
      return { useSourceIp: true };
  }
}

function outlierDetection(breaker: CircuitBreaker): OutlierDetection {
  const { consecutiveFailures, failure, interval, ejectionTime, maxEjectionPercent } = breaker;
  return {
    // If only one kind of failure is stated, Istio ejects after five of the other.
    ...(failure === 'gateway-error'
      ? { consecutive5xxErrors: 0, consecutiveGatewayErrors: consecutiveFailures }
      : { consecutive5xxErrors: consecutiveFailures }),
    interval: interval ? istioDuration(interval) : '10s',
    baseEjectionTime: istioDuration(ejectionTime),
    maxEjectionPercent: maxEjectionPercent ?? 50,
  };
}
