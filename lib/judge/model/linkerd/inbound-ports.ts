import type { PodTemplate } from '../pods/pod.js';
import { type ContainerPort, portsOf } from '../pods/ports.js';
import { includesPort, type PortList, parsePortList } from './port-list.js';

/** Annotation with the ports that bypass the proxy when peers connect to the pod. */
export const SKIP_INBOUND = 'config.linkerd.io/skip-inbound-ports';

/** Annotation with the ports that the proxy forwards without reading them. */
export const OPAQUE_PORTS = 'config.linkerd.io/opaque-ports';

/** The ports that Linkerd treats as opaque where neither pod, Namespace nor control plane list others. */
export const DEFAULT_OPAQUE_PORTS = '25,587,3306,4444,5432,6379,9300,11211';

/** Whether connections to a port of the pods bypass their proxy. */
export function skipsInbound({ annotations }: PodTemplate, port: number): boolean {
  return includesPort(parsePortList(annotations[SKIP_INBOUND] ?? ''), port);
}

/** The TCP ports that the pods declare and that their proxy serves. */
export function proxiedPorts(pod: PodTemplate): readonly ContainerPort[] {
  return portsOf(pod).filter(({ number, protocol }) => protocol === 'TCP' && !skipsInbound(pod, number));
}

/**
 * The ports that an annotation makes opaque to policy: none at all where one item of the list is unreadable.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/policy-controller/k8s/index/src/inbound/workload.rs
 */
export function opaqueToPolicy(annotation: string | undefined): PortList {
  const list = parsePortList(annotation ?? '');
  return list.faults.length === 0 ? list : { ranges: [], faults: list.faults };
}
