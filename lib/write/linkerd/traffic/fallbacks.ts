import { oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { integer, label } from '../../../input/values.js';

/**
 * What an application accepts in Linkerd clusters in place of what Linkerd cannot do. Nothing is accepted unless it is stated:
 * an intent that Linkerd cannot express is an error.
 */
export interface Fallbacks {
  /**
   * Where failures made on purpose come from, or that there are none: Linkerd makes none itself, but sends a share of the
   * requests to a Service that answers with an error. Delays are `dropped` or an error.
   * @default - an error @see https://linkerd.io/2-edge/tasks/fault-injection/
   */
  readonly fault?: 'dropped' | ErrorBackend;
  /** That a broken connection is tried again where it leads to a status, a refused stream or a timeout, and else not. @default - an error @see https://linkerd.io/2-edge/reference/retries/ */
  readonly retries?: 'statuses-and-refused-streams';
  /** That no copies of requests are sent. @default - an error @see https://linkerd.io/2-edge/features/httproute/ */
  readonly mirror?: 'dropped';
  /** That the workload checks the tokens of end users itself. @default - an error @see https://linkerd.io/2-edge/features/server-policy/ */
  readonly endUser?: 'checked-by-the-workload';
  /** That requests of a session reach any pod. @default - an error @see https://linkerd.io/2-edge/features/load-balancing/ */
  readonly affinity?: 'dropped';
  /** That the endpoint with the best latencies, weighed by what it has to do, gets a request. @default - an error @see https://linkerd.io/2-edge/features/load-balancing/ */
  readonly algorithm?: 'peak-ewma';
  /** That a new endpoint gets its full part at once, as far as its latencies allow. @default - an error @see https://linkerd.io/2-edge/features/load-balancing/ */
  readonly warmup?: 'dropped';
  /** That all regions answer at all times. @default - an error @see https://linkerd.io/2-edge/features/topology-aware-routing/ */
  readonly localityFailover?: 'dropped';
  /** That the proxy's own limits hold on connections. @default - an error @see https://linkerd.io/2-edge/reference/proxy-configuration/ */
  readonly connectionPool?: 'dropped';
  /** That as many requests may come at once as in one second. @default - an error @see https://linkerd.io/2-edge/reference/rate-limiting/ */
  readonly burst?: 'one-second';
  /** That the kubelet's probes count as requests: a pod that is flooded fails them. @default - an error @see https://linkerd.io/2-edge/reference/rate-limiting/ */
  readonly limitedProbes?: 'accepted';
  /** That all endpoints may be out together, each at the moment of its last failure; and that every 5xx counts. @default - an error @see https://linkerd.io/2-edge/reference/circuit-breaking/ */
  readonly circuitBreaker?: 'each-endpoint-alone';
  /** That a `tcp` host outside stands for every host on its port. @default - an error @see https://linkerd.io/2-edge/reference/egress-network/ */
  readonly tcpEgress?: 'any-host-on-the-port';
  /** That what one service may reach outside, every pod of its namespace may. @default - an error @see https://linkerd.io/2-edge/reference/egress-network/ */
  readonly egressScope?: 'namespace';
  /** That what starts outside the cluster goes out of each pod, through no gateway. @default - an error @see https://linkerd.io/2-edge/features/egress/ */
  readonly egressGateway?: 'dropped';
  /** That no cluster takes over for another. @default - an error @see https://linkerd.io/2-edge/features/multicluster/ */
  readonly federation?: 'dropped';
  /** That replicas, resources and exposure of an ingress gateway are stated where its class is. @default - an error @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/ */
  readonly gatewayPods?: 'set-by-the-gateway-class';
  /** That a `tcp` probe succeeds as soon as the proxy listens, whatever its container does. @default - an error @see https://linkerd.io/2-edge/reference/proxy-configuration/ */
  readonly tcpProbes?: 'answered-by-the-proxy';
  /** That the control plane's settings say where spans go, and workloads which requests are traced. @default - an error @see https://linkerd.io/2-edge/tasks/distributed-tracing/ */
  readonly tracing?: 'set-on-the-control-plane';
}

/** A Service that answers every request with an error, in the namespace of each service that is to fail. @see https://linkerd.io/2-edge/tasks/fault-injection/ */
export interface ErrorBackend {
  /** Name of the Service. Its answer is the failure: it must be the status that the fault names. */
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

/** The Service from which failures come; undefined where there are to be none. */
export function errorBackendOf({ fault }: Fallbacks): ErrorBackend | undefined {
  return typeof fault === 'object' ? fault : undefined;
}
