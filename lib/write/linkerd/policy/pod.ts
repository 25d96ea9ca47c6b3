import type { Cluster } from '../../fleet/cluster.js';
import type { Service } from '../../workload/intents/service.js';
import type { Resources } from '../../workload/resources.js';
import { defaultInboundPolicy, meshedPod, proxyResources } from '../proxy-annotations.js';
import { opaquePortsOf } from './protocol.js';

/** Resources of the proxy if the workload states none. */
const PROXY_RESOURCES: Resources = {
  cpu: { request: '100m', limit: '1' },
  memory: { request: '128Mi', limit: '512Mi' },
};

/** Metadata of a pod template that the mesh reads. */
export interface PodMetadata {
  readonly labels: { readonly [label: string]: string };
  readonly annotations: { readonly [annotation: string]: string };
}

/**
 * Annotations of the pods of a service for Linkerd: a proxy as a native sidecar with requests and limits, the opaque ports, and a default
 * policy that denies all traffic to ports without a Server.
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
