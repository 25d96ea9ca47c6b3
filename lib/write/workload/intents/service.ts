import type { Duration } from 'cdk8s';
import { either, type Fields, list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { timeSpan } from '../../../input/values.js';
import { WORKLOAD, type Workload } from '../workload.js';
import { CALLER, type Caller } from './caller.js';
import { EXTERNAL_CALL, EXTERNAL_HOST, type ExternalCall, type ExternalHost } from './egress.js';
import { END_USER, type EndUser } from './end-user.js';
import { INGRESS, type Ingress } from './ingress.js';
import { LOAD_BALANCING, type LoadBalancing } from './load-balancing.js';
import { RATE_LIMIT, type RateLimit } from './rate-limit.js';
import { FAULT, type Fault, MIRRORING, type Mirroring, RELEASE, type Release } from './release.js';
import {
  CIRCUIT_BREAKER,
  type CircuitBreaker,
  CONNECTION_POOL,
  type ConnectionPool,
  RETRIES,
  type Retries,
} from './resilience.js';
import { METRICS, type Metrics } from './telemetry.js';

/** A workload, and what it needs from the network. It names no mesh: each mesh expresses the intents in its own way, or an error says that it cannot. */
export interface Service {
  /** The workload. */
  readonly workload: Workload;
  /** Who may call it; everyone else is denied. `nobody` for a service that only calls others. @see https://istio.io/latest/docs/concepts/security/#authorization */
  readonly callers: readonly Caller[] | 'nobody';
  /** Ports of workloads outside the application that it calls. @default - none @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
  readonly calls?: readonly ExternalCall[];
  /** Hosts outside the cluster that it may call. @default - none @see https://istio.io/latest/docs/tasks/traffic-management/egress/ */
  readonly egress?: readonly ExternalHost[];
  /** Longest duration of a request, all tries together; above zero. @default - no limit @see https://istio.io/latest/docs/concepts/traffic-management/#timeouts */
  readonly timeout?: Duration;
  /** Retries of failed requests. @default - none @see https://istio.io/latest/docs/concepts/traffic-management/#retries */
  readonly retries?: Retries;
  /** Ejection of failing endpoints. @default - none @see https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/ */
  readonly circuitBreaker?: CircuitBreaker;
  /** Limits on the connections to it. @default - those of the mesh @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings */
  readonly connectionPool?: ConnectionPool;
  /** How an endpoint is chosen for a request. @default - least-request @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings */
  readonly loadBalancing?: LoadBalancing;
  /** Limit on the requests to each pod. @default - none @see https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/ */
  readonly rateLimit?: RateLimit;
  /** Which version answers a request. @default - all versions, in proportion to their pods @see https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/ */
  readonly release?: Release;
  /** Version that receives copies of requests. @default - none @see https://istio.io/latest/docs/tasks/traffic-management/mirroring/ */
  readonly mirror?: Mirroring;
  /** Faults injected into requests. @default - none @see https://istio.io/latest/docs/tasks/traffic-management/fault-injection/ */
  readonly fault?: Fault;
  /** How it is reached from outside the cluster. @default - not at all @see https://gateway-api.sigs.k8s.io/ */
  readonly ingress?: readonly Ingress[];
  /** Tokens of end users that requests must carry. @default - none @see https://istio.io/latest/docs/concepts/security/#request-authentication */
  readonly endUser?: EndUser;
  /** Metrics that the workload publishes. @default - none; those of its proxy are always published @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
  readonly metrics?: Metrics;
}

/** What is accepted as each option of a service. */
export const SERVICE_FIELDS: Fields<Service> = {
  workload: WORKLOAD,
  callers: either(oneOf('nobody'), list(CALLER, 1)),
  calls: optional(list(EXTERNAL_CALL)),
  egress: optional(list(EXTERNAL_HOST)),
  timeout: optional(timeSpan),
  retries: optional(RETRIES),
  circuitBreaker: optional(CIRCUIT_BREAKER),
  connectionPool: optional(CONNECTION_POOL),
  loadBalancing: optional(LOAD_BALANCING),
  rateLimit: optional(RATE_LIMIT),
  release: optional(RELEASE),
  mirror: optional(MIRRORING),
  fault: optional(FAULT),
  ingress: optional(list(INGRESS, 1)),
  endUser: optional(END_USER),
  metrics: optional(METRICS),
};

/** What is accepted as a service. */
export const SERVICE: Shape<Service> = options<Service>(SERVICE_FIELDS);
