import type { NonEmpty } from '../../workload/non-empty.js';
import type { Labels } from '../policy/specs.js';

/** How a host is called. There are no settings for single ports: they would replace those of the host. */
export interface DestinationRuleSpec {
  readonly host: string;
  readonly exportTo: NonEmpty<string>;
  readonly trafficPolicy?: TrafficPolicy;
  readonly subsets?: NonEmpty<Subset>;
}

/** Mutual TLS is always stated: otherwise the mesh would detect whether to use it. */
export interface TrafficPolicy {
  readonly tls: { readonly mode: 'ISTIO_MUTUAL'; readonly sni?: string };
  readonly connectionPool?: ConnectionPoolSettings;
  readonly loadBalancer?: LoadBalancerSettings;
  readonly outlierDetection?: OutlierDetection;
}

export interface Subset {
  readonly name: string;
  readonly labels?: Labels;
  readonly trafficPolicy?: TrafficPolicy;
}

export interface ConnectionPoolSettings {
  readonly tcp?: {
    readonly connectTimeout?: string;
    readonly maxConnections?: number;
    readonly idleTimeout?: string;
    readonly tcpKeepalive?: { readonly time: string; readonly interval: string; readonly probes: number };
  };
  readonly http?: {
    readonly http1MaxPendingRequests?: number;
    readonly http2MaxRequests?: number;
    readonly maxRequestsPerConnection?: number;
    readonly idleTimeout?: string;
  };
}

export type LoadBalancerSettings = (
  | { readonly simple: 'LEAST_REQUEST' | 'ROUND_ROBIN' | 'RANDOM'; readonly warmup?: { readonly duration: string } }
  | { readonly consistentHash: ConsistentHash }
) & { readonly localityLbSetting?: LocalitySetting };

export type LocalitySetting =
  | { readonly enabled: false }
  | { readonly enabled: true; readonly failover: NonEmpty<{ readonly from: string; readonly to: string }> };

export type ConsistentHash =
  | { readonly httpCookie: { readonly name: string; readonly path: '/'; readonly ttl: string } }
  | { readonly httpHeaderName: string }
  | { readonly useSourceIp: true };

export interface OutlierDetection {
  readonly consecutive5xxErrors: number;
  readonly consecutiveGatewayErrors?: number;
  readonly interval: string;
  readonly baseEjectionTime: string;
  readonly maxEjectionPercent: number;
}
