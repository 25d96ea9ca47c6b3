import type { ClusterIndex } from './cluster-index.js';
import type { Subject } from './finding.js';
import type { PodTemplate } from './pod.js';
import { resolvePort } from './ports.js';
import { listAt, stringAt, valueAt } from './read.js';

/** How a Service is reached from outside of the cluster; undefined where it is not. */
export function exposureOf({ object }: Subject): 'NodePort' | 'LoadBalancer' | 'externalIPs' | undefined {
  const type = stringAt(object, 'spec', 'type');
  if (type === 'NodePort' || type === 'LoadBalancer') return type;
  return type !== 'ExternalName' && listAt(object, 'spec', 'externalIPs').length > 0 ? 'externalIPs' : undefined;
}

/** The Services that publish a TCP port of the pods to the outside of the cluster. */
export function publishersOf(pod: PodTemplate, port: number, cluster: ClusterIndex): readonly Subject[] {
  return cluster
    .servicesOf(pod)
    .filter(
      (service) =>
        exposureOf(service) !== undefined &&
        listAt(service.object, 'spec', 'ports').some(
          (entry) => resolvePort(pod, valueAt(entry, 'targetPort') ?? valueAt(entry, 'port')) === port,
        ),
    );
}
