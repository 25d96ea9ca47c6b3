import { listAt, stringAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { PodTemplate } from '../pods/pod.js';
import { resolvePort } from '../pods/ports.js';

/** How a Service can be reached from outside the cluster; undefined if it cannot. */
export function exposureOf({ object }: Resource): 'NodePort' | 'LoadBalancer' | 'externalIPs' | undefined {
  const type = stringAt(object, 'spec', 'type');
  if (type === 'NodePort' || type === 'LoadBalancer') return type;
  return type !== 'ExternalName' && listAt(object, 'spec', 'externalIPs').length > 0 ? 'externalIPs' : undefined;
}

/** The Services that publish a TCP port of the pods outside the cluster. */
export function publishersOf(pod: PodTemplate, port: number, cluster: ClusterIndex): readonly Resource[] {
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
