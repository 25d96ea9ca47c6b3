import type { Cluster } from '../../fleet/cluster.js';
import type { Service } from '../../workload/intents/service.js';
import type { Resources } from '../../workload/resources.js';
import { defaultInboundPolicy, meshedPod, proxyResources } from '../proxy-annotations.js';
import { opaquePortsOf } from './protocol.js';

/** What the mesh's proxy asks for where a workload says nothing. */
const PROXY_RESOURCES: Resources = {
  cpu: { request: '100m', limit: '1' },
  memory: { request: '128Mi', limit: '512Mi' },
};

/** What a pod template bears besides what every mesh wants of it. */
export interface PodMetadata {
  readonly labels: { readonly [label: string]: string };
  readonly annotations: { readonly [annotation: string]: string };
}

/**
 * What the pod template of a service says to Linkerd: a proxy as a native sidecar with its requests and limits, the ports whose
 * bytes it is not to read, and that nothing comes in where no Server says so.
 *
 * @see https://linkerd.io/2-edge/reference/proxy-configuration/
 */
export function linkerdPod({ workload }: Service, { cluster }: { readonly cluster: Cluster }): PodMetadata {
  if (cluster.linkerd === undefined) return { labels: {}, annotations: {} };
  return {
    labels: {},
    annotations: {
      ...meshedPod(cluster.linkerd),
      ...defaultInboundPolicy('deny'),
      ...proxyResources(workload.proxyResources ?? PROXY_RESOURCES),
      ...opaquePortsOf(workload, 'pods'),
    },
  };
}
