import { oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { integer, label } from '../../../input/values.js';

/**
 * What an application accepts in Linkerd clusters instead of what Linkerd cannot do. Each must be stated: otherwise an intent that Linkerd
 * cannot express is an error.
 */
export interface Fallbacks {
  /**
   * The Service that answers with errors, or `dropped` for no faults: Linkerd injects none itself, but can send a share
   * of the requests to such a Service. Delays can only be `dropped`.
   * @default - an error
   * @see https://linkerd.io/2-edge/tasks/fault-injection/
   */
  readonly fault?: 'dropped' | ErrorBackend;
  /** Broken connections are retried only if they lead to a status, a refused stream or a timeout. @default - an error @see https://linkerd.io/2-edge/reference/retries/ */
  readonly retries?: 'statuses-and-refused-streams';
  /** Requests are not mirrored. @default - an error @see https://linkerd.io/2-edge/features/httproute/ */
  readonly mirror?: 'dropped';
  /** The workload checks the tokens of end users itself. @default - an error @see https://linkerd.io/2-edge/features/server-policy/ */
  readonly endUser?: 'checked-by-the-workload';
  /** Requests of a session reach any pod. @default - an error @see https://linkerd.io/2-edge/features/load-balancing/ */
  readonly affinity?: 'dropped';
  /** The endpoint is chosen by its latency, weighted by its load. @default - an error @see https://linkerd.io/2-edge/features/load-balancing/ */
  readonly algorithm?: 'peak-ewma';
  /** A new endpoint receives its full share at once, as far as its latency allows. @default - an error @see https://linkerd.io/2-edge/features/load-balancing/ */
  readonly warmup?: 'dropped';
  /** Endpoints of all regions answer at all times. @default - an error @see https://linkerd.io/2-edge/features/topology-aware-routing/ */
  readonly localityFailover?: 'dropped';
  /** Only the proxy's own limits apply to connections. @default - an error @see https://linkerd.io/2-edge/reference/proxy-configuration/ */
  readonly connectionPool?: 'dropped';
  /** The burst is as large as the requests of one second. @default - an error @see https://linkerd.io/2-edge/reference/rate-limiting/ */
  readonly burst?: 'one-second';
  /** Probes of the kubelet count as requests: a pod with too many requests fails them. @default - an error @see https://linkerd.io/2-edge/reference/rate-limiting/ */
  readonly limitedProbes?: 'accepted';
  /** Each endpoint is ejected on its own, at its last failure, so all may be ejected together; every 5xx counts as a failure. @default - an error @see https://linkerd.io/2-edge/reference/circuit-breaking/ */
  readonly circuitBreaker?: 'each-endpoint-alone';
  /** An external `tcp` host allows every host on its port. @default - an error @see https://linkerd.io/2-edge/reference/egress-network/ */
  readonly tcpEgress?: 'any-host-on-the-port';
  /** External hosts of one service are allowed for every pod of its namespace. @default - an error @see https://linkerd.io/2-edge/reference/egress-network/ */
  readonly egressScope?: 'namespace';
  /** Traffic to external hosts leaves each pod directly, without a gateway. @default - an error @see https://linkerd.io/2-edge/features/egress/ */
  readonly egressGateway?: 'dropped';
  /** No cluster takes over for another. @default - an error @see https://linkerd.io/2-edge/features/multicluster/ */
  readonly federation?: 'dropped';
  /** Replicas, resources and exposure of an ingress gateway are those of its class. @default - an error @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/ */
  readonly gatewayPods?: 'set-by-the-gateway-class';
  /** A `tcp` probe succeeds as soon as the proxy listens, whatever its container does. @default - an error @see https://linkerd.io/2-edge/reference/proxy-configuration/ */
  readonly tcpProbes?: 'answered-by-the-proxy';
  /** The settings of the control plane set the collector, and workloads decide which requests are traced. @default - an error @see https://linkerd.io/2-edge/tasks/distributed-tracing/ */
  readonly tracing?: 'set-on-the-control-plane';
}

/** A Service that answers every request with an error, in the namespace of each service with a fault. @see https://linkerd.io/2-edge/tasks/fault-injection/ */
export interface ErrorBackend {
  /** Name of the Service. It must answer with the status of the fault. */
  readonly service: string;
  /** Port of the Service, 1 to 65535. */
  readonly port: number;
}

const ERROR_BACKEND: Shape<ErrorBackend> = options<ErrorBackend>({ service: label, port: integer(1, 65_535) });
const DROPPED: Shape<'dropped'> = oneOf('dropped');

/** What is accepted as fallbacks. */
export const FALLBACKS: Shape<Fallbacks> = options<Fallbacks>({
  fault: optional({
    expected: `'dropped', or ${ERROR_BACKEND.expected}`,
    faults: (path, value) => (typeof value === 'string' ? DROPPED : ERROR_BACKEND).faults(path, value),
  }),
  retries: optional(oneOf('statuses-and-refused-streams')),
  mirror: optional(DROPPED),
  endUser: optional(oneOf('checked-by-the-workload')),
  affinity: optional(DROPPED),
  algorithm: optional(oneOf('peak-ewma')),
  warmup: optional(DROPPED),
  localityFailover: optional(DROPPED),
  connectionPool: optional(DROPPED),
  burst: optional(oneOf('one-second')),
  limitedProbes: optional(oneOf('accepted')),
  circuitBreaker: optional(oneOf('each-endpoint-alone')),
  tcpEgress: optional(oneOf('any-host-on-the-port')),
  egressScope: optional(oneOf('namespace')),
  egressGateway: optional(DROPPED),
  federation: optional(DROPPED),
  gatewayPods: optional(oneOf('set-by-the-gateway-class')),
  tcpProbes: optional(oneOf('answered-by-the-proxy')),
  tracing: optional(oneOf('set-on-the-control-plane')),
});

/** The Service that answers with errors; undefined if faults are dropped. */
export function errorBackendOf({ fault }: Fallbacks): ErrorBackend | undefined {
  return typeof fault === 'object' ? fault : undefined;
}
