import type { Found } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import { autoContainer, hasSidecar, isGateway, mayGetSidecar } from '../istio/injection.js';
import { isInjected, isInjectionKnown, runsLinkerd } from '../linkerd/injection.js';
import { linkerdProxyPorts } from '../linkerd/proxy-ports.js';
import type { PodTemplate } from './pod.js';

/** A port of a proxy. */
interface KnownPort {
  readonly name?: string | undefined;
  readonly number: number;
}

/** Ports of Istio's sidecar: those for traffic, and those for health and metrics, of which one has a name. */
const SIDECAR_PORTS: readonly KnownPort[] = [
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
  const meets = (known: KnownPort) => isPort(known, port);
  if (isFilledGateway(pod, cluster)) {
    // A gateway serves HTTP/3 over UDP.
    return (typeof port === 'number' && protocol !== 'SCTP') || (protocol === 'TCP' && SIDECAR_PORTS.some(meets));
  }
  if (protocol !== 'TCP') return false;
  if (isInjected(pod, cluster)) return linkerdOpens(pod, port);
  return hasSidecar(pod, cluster) && SIDECAR_PORTS.some(meets);
}

/** Whether a proxy opens a port if one is injected into the pods, which only their Namespace tells: it is not among the files. */
export function proxyMayOpen(pod: PodTemplate, port: Found, protocol: string, cluster: ClusterIndex): boolean {
  if (protocol !== 'TCP') return false;
  if (mayGetSidecar(pod, cluster) && SIDECAR_PORTS.some((known) => isPort(known, port))) return true;
  return runsLinkerd(cluster) && !isInjectionKnown(pod, cluster) && linkerdOpens(pod, port);
}

function linkerdOpens(pod: PodTemplate, port: Found): boolean {
  return linkerdProxyPorts(pod).some((known) => known.option !== LOOPBACK && isPort(known, port));
}

function isPort({ name, number }: KnownPort, port: Found): boolean {
  return number === port || (name !== undefined && name === port);
}

/** Whether the pods are a gateway whose proxy Istio's injector fills in. */
function isFilledGateway(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return isGateway(pod) && (autoContainer(pod) !== undefined || hasSidecar(pod, cluster));
}
