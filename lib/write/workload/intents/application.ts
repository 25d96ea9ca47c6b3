import { isMapping } from '../../../formats/mapping.js';
import { shown } from '../../../input/fault.js';
import { type Fields, list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { integer, label } from '../../../input/values.js';
import { CLUSTER, type Cluster } from '../../fleet/cluster.js';
import { GATEWAY, type Gateway } from '../gateway.js';
import { PEER, type Peer } from '../peer.js';
import { FEDERATION, type Federation } from './federation.js';
import { SERVICE, type Service } from './service.js';
import { TRACING, type Tracing } from './telemetry.js';

/** Services that belong together, and what they share. The mesh of the cluster expresses them. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export interface Application {
  /** Name, a DNS label. */
  readonly name: string;
  /** The cluster that it runs in. */
  readonly cluster: Cluster;
  /** What it is for: `production` allows no injected faults. @see https://istio.io/latest/docs/tasks/traffic-management/fault-injection/ */
  readonly profile: 'production' | 'staging' | 'development';
  /** The services, at least one. Which service calls which follows from their callers. */
  readonly services: readonly Service[];
  /** The gateway to external hosts; required in a cluster with Istio if a service has `egress`. @default - none @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/ */
  readonly egressGateway?: Gateway;
  /** Clusters that run the same services, as failover for each other. @default - none @see https://istio.io/latest/docs/setup/install/multicluster/ */
  readonly federation?: Federation;
  /** The Prometheus that may scrape every proxy and the metrics of every service. @default - nothing may scrape @see https://prometheus.io/docs/ */
  readonly prometheus?: Peer;
  /** Most tries that one request from outside may cause at a service: the tries of all services on its call path, multiplied; 1 to 1000. @default 8 @see https://sre.google/sre-book/addressing-cascading-failures/#xref_cascading-failure_retries */
  readonly maxTriesPerRequest?: number;
  /** Where spans are sent. @default - no tracing @see https://opentelemetry.io/docs/collector/ */
  readonly tracing?: Tracing;
}

/** What is accepted as each option of an application. */
export const APPLICATION_FIELDS: Fields<Application> = {
  name: label,
  cluster: CLUSTER,
  profile: oneOf('production', 'staging', 'development'),
  services: list(SERVICE, 1),
  egressGateway: optional(GATEWAY),
  federation: optional(FEDERATION),
  prometheus: optional(PEER),
  maxTriesPerRequest: optional(integer(1, 1000)),
  tracing: optional(TRACING),
};

/** What is accepted as an application. */
export const APPLICATION: Shape<Application> = options<Application>(APPLICATION_FIELDS);

/** How messages name an application, also a value that is not one. */
export function applicationLabel(application: unknown): string {
  const name = isMapping(application) ? application['name'] : undefined;
  return typeof name === 'string' ? `Application ${shown(name)}` : 'Application';
}
