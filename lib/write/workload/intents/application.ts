import { isMapping } from '../../../formats/mapping.js';
import { shown } from '../../../input/fault.js';
import { list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { integer, label } from '../../../input/values.js';
import { CLUSTER, type Cluster } from '../../fleet/cluster.js';
import { GATEWAY, type Gateway } from '../gateway.js';
import { PEER, type Peer } from '../peer.js';
import { FEDERATION, type Federation } from './federation.js';
import { SERVICE, type Service } from './service.js';
import { TRACING, type Tracing } from './telemetry.js';

/** Services that belong together, and what they share. The mesh is that of the cluster. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export interface Application {
  /** Name, a DNS label. */
  readonly name: string;
  /** The cluster that it runs in. */
  readonly cluster: Cluster;
  /** What it is for: a production profile refuses failures made on purpose. @see https://istio.io/latest/docs/tasks/traffic-management/fault-injection/ */
  readonly profile: 'production' | 'staging' | 'development';
  /** The services; who calls whom follows from their callers. */
  readonly services: readonly Service[];
  /** The one way out of the cluster, needed where a service has external hosts and the mesh sends them through a gateway. @default - none @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/ */
  readonly egressGateway?: Gateway;
  /** Clusters that take over for this one, and it for them. @default - none @see https://istio.io/latest/docs/setup/install/multicluster/ */
  readonly federation?: Federation;
  /** Prometheus, which may scrape every proxy and the metrics of every service. @default - nobody scrapes @see https://prometheus.io/docs/ */
  readonly prometheus?: Peer;
  /** Times that one request from outside may be tried at a service, the tries of all services on its way multiplied; 1 to 1000. @default 8 @see https://sre.google/sre-book/addressing-cascading-failures/#xref_cascading-failure_retries */
  readonly maxTriesPerRequest?: number;
  /** Where spans go. @default - there are none @see https://opentelemetry.io/docs/collector/ */
  readonly tracing?: Tracing;
}

/** What is accepted as an application. */
export const APPLICATION: Shape<Application> = options<Application>({
  name: label,
  cluster: CLUSTER,
  profile: oneOf('production', 'staging', 'development'),
  services: list(SERVICE, 1),
  egressGateway: optional(GATEWAY),
  federation: optional(FEDERATION),
  prometheus: optional(PEER),
  maxTriesPerRequest: optional(integer(1, 1000)),
  tracing: optional(TRACING),
});

/** How messages name an application, be it none. */
export function applicationLabel(application: unknown): string {
  const name = isMapping(application) ? application['name'] : undefined;
  return typeof name === 'string' ? `Application ${shown(name)}` : 'Application';
}

/** The ingress gateways of an application, each once. */
export function ingressGateways({ services }: Application): readonly Gateway[] {
  const found = new Map(
    services.flatMap(({ ingress }) =>
      (ingress ?? []).map(({ gateway }) => [`${gateway.namespace}/${gateway.name}`, gateway] as const),
    ),
  );
  return [...found.values()];
}

/** Every namespace that the application's workloads are in, sorted. */
export function namespacesOf({ services }: Application): readonly string[] {
  return [...new Set(services.map(({ workload }) => workload.namespace))].sort();
}
