import type { Found } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import { autoContainer, hasSidecar, isGateway } from '../istio/injection.js';
import { isInjected } from '../linkerd/injection.js';
import { linkerdProxyPorts } from '../linkerd/proxy-ports.js';
import type { PodTemplate } from './pod.js';

/** Ports of Istio's sidecar: those for traffic, and those for health and metrics, of which one has a name. */
const SIDECAR_PORTS: readonly { readonly name?: string; readonly number: number }[] = [
  { number: 15_006 },
  { number: 15_008 },
  { number: 15_020 },
  { number: 15_021 },
  { name: 'http-envoy-prom', number: 15_090 },
];
/** Linkerd's proxy listens for outbound traffic only on the loopback address. */
const LOOPBACK = 'outbound-port';

/**
 * Whether a proxy that is injected into the pods opens a port, given by number or by name, which no container of the template
 * declares. A gateway of Istio opens whatever port a Gateway object asks for.
 *
 * @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
 */
export function proxyOpens(pod: PodTemplate, port: Found, protocol: string, cluster: ClusterIndex): boolean {
  const meets = (known: { readonly name?: string | undefined; readonly number: number }) =>
    known.number === port || (known.name !== undefined && known.name === port);
  if (isFilledGateway(pod, cluster)) {
    // A gateway serves HTTP/3 over UDP.
    return (typeof port === 'number' && protocol !== 'SCTP') || (protocol === 'TCP' && SIDECAR_PORTS.some(meets));
  }
  if (protocol !== 'TCP') return false;
  if (isInjected(pod, cluster))
    return linkerdProxyPorts(pod).some((known) => known.option !== LOOPBACK && meets(known));
  return hasSidecar(pod, cluster) && SIDECAR_PORTS.some(meets);
}

/** Whether the pods are a gateway whose proxy Istio's injector fills in. */
function isFilledGateway(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return isGateway(pod) && (autoContainer(pod) !== undefined || hasSidecar(pod, cluster));
}
