import { canonicalQuantity } from '../../../formats/quantity.js';
import type { Cluster } from '../../fleet/cluster.js';
import type { ResolvedService } from '../../workload/intents/resolved.js';
import type { Resources } from '../../workload/resources.js';
import { revisionLabel } from '../revision-label.js';

/** Resources of a proxy if the workload states none. */
export const DEFAULT_PROXY_RESOURCES: Resources = {
  cpu: { request: '100m', limit: '1' },
  memory: { request: '128Mi', limit: '512Mi' },
};

/** Labels and annotations for the metadata of a pod template or a namespace. */
export interface Marks {
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
}

/** Labels of a namespace in the mesh: the tag of a revision, and never `istio-injection`. @see https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels */
export function istioNamespace(cluster: Pick<Cluster, 'istio'>): Pick<Marks, 'labels'> {
  return { labels: { ...revisionLabel(cluster) } };
}

/**
 * Metadata of a pod template for its proxy: a native sidecar, which starts before the containers of the pod and terminates after them; its
 * resources; and the metrics of the workload that it publishes with its own.
 *
 * @see https://istio.io/latest/docs/reference/config/annotations/
 */
export function istioPod({ workload, metricsEndpoint }: ResolvedService): Marks {
  const { cpu, memory } = workload.proxyResources ?? DEFAULT_PROXY_RESOURCES;
  return {
    labels: { 'sidecar.istio.io/inject': 'true' },
    annotations: {
      // By default Istio uses native sidecars only if all nodes run Kubernetes 1.33.
      'sidecar.istio.io/nativeSidecar': 'true',
      'sidecar.istio.io/proxyCPU': canonicalQuantity(cpu.request),
      'sidecar.istio.io/proxyCPULimit': canonicalQuantity(cpu.limit),
      'sidecar.istio.io/proxyMemory': canonicalQuantity(memory.request),
      'sidecar.istio.io/proxyMemoryLimit': canonicalQuantity(memory.limit),
      ...(metricsEndpoint && {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': String(metricsEndpoint.port.port),
        'prometheus.io/path': metricsEndpoint.path,
        'prometheus.istio.io/merge-metrics': 'true',
      }),
    },
  };
}
