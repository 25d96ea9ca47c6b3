import type { Duration } from 'cdk8s';
import { either, list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
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

/** A workload, and what it wants of the network. No mesh is named: each has its own way to do it, or an error that says why not. */
export interface Service {
  /** The workload. */
  readonly workload: Workload;
  /** Who may call it: everyone else is refused. `nobody` for one that only calls. @see https://istio.io/latest/docs/concepts/security/#authorization */
  readonly callers: readonly Caller[] | 'nobody';
  /** Ports of workloads that others define, which it calls. @default - none @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
  readonly calls?: readonly ExternalCall[];
  /** Hosts outside the cluster that it calls. @default - none @see https://istio.io/latest/docs/tasks/traffic-management/egress/ */
  readonly egress?: readonly ExternalHost[];
  /** Time that a request may take, all attempts together. @default - no limit @see https://istio.io/latest/docs/concepts/traffic-management/#timeouts */
  readonly timeout?: Duration;
  /** Sending again what failed. @default - never @see https://istio.io/latest/docs/concepts/traffic-management/#retries */
  readonly retries?: Retries;
  /** Taking failing endpoints out. @default - never @see https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/ */
  readonly circuitBreaker?: CircuitBreaker;
  /** Limits on connections to it. @default - the mesh's own @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings */
  readonly connectionPool?: ConnectionPool;
  /** Which endpoint gets a request. @default - the one with the fewest @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings */
  readonly loadBalancing?: LoadBalancing;
  /** What each pod takes in. @default - no limit @see https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/ */
  readonly rateLimit?: RateLimit;
  /** Which version answers. @default - all, by the number of their pods @see https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/ */
  readonly release?: Release;
  /** Version that gets copies of requests. @default - none @see https://istio.io/latest/docs/tasks/traffic-management/mirroring/ */
  readonly mirror?: Mirroring;
  /** Failures made on purpose. @default - none @see https://istio.io/latest/docs/tasks/traffic-management/fault-injection/ */
  readonly fault?: Fault;
  /** Ways in from outside the cluster. @default - none @see https://gateway-api.sigs.k8s.io/ */
  readonly ingress?: readonly Ingress[];
  /** Tokens of end users that requests must carry. @default - none @see https://istio.io/latest/docs/concepts/security/#request-authentication */
  readonly endUser?: EndUser;
  /** Metrics that it publishes about itself. @default - those of its proxy alone @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
  readonly metrics?: Metrics;
}

/** What is accepted as a service. */
export const SERVICE: Shape<Service> = options<Service>({
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
});
