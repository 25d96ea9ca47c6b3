import { servicePortOf, speaksHttp, type WorkloadPort } from '../../workload/port.js';
import type { Workload } from '../../workload/workload.js';
import type { ServerProtocol } from '../guarded-port.js';
import { opaquePorts } from '../proxy-annotations.js';

/** What Linkerd takes for opaque where no annotation says otherwise. @see https://linkerd.io/2-edge/features/protocol-detection/#configuring-protocol-detection */
const OPAQUE_BY_DEFAULT = [25, 587, 3306, 4444, 5432, 6379, 9300, 11_211];

/**
 * What a Server says of its port. A port of gRPC is guarded as HTTP/2, which gRPC is: on a Server of gRPC the policy controller
 * passes over HTTPRoutes and rate limits.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/policy-controller/grpc/src/inbound.rs
 */
export function serverProtocol({ appProtocol }: WorkloadPort): Exclude<ServerProtocol, 'gRPC'> {
  switch (appProtocol) {
    case 'http':
      return 'HTTP/1';
    case 'http2':
    case 'grpc':
      return 'HTTP/2';
    case 'tcp':
      return 'opaque';
    case 'tls':
      return 'TLS';
  }
}

/**
 * `appProtocol` of a port of the Service, in the words that Linkerd knows; every other, `grpc` and `tcp` among them, makes the
 * port opaque, and retries, timeouts and routes have no effect there.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/policy-controller/core/src/outbound.rs
 */
export function linkerdAppProtocol(port: WorkloadPort): 'http' | 'kubernetes.io/h2c' | 'linkerd.io/opaque' {
  if (!speaksHttp(port)) return 'linkerd.io/opaque';
  return port.appProtocol === 'http' ? 'http' : 'kubernetes.io/h2c';
}

/** The annotation for the opaque ports of a workload's pods, or of its Services; none where Linkerd's default does no harm. */
export function opaquePortsOf({ ports = [] }: Workload, on: 'pods' | 'services'): { [annotation: string]: string } {
  const numberOf = (port: WorkloadPort) => (on === 'pods' ? port.port : servicePortOf(port));
  const opaque = ports.filter((port) => !speaksHttp(port)).map(numberOf);
  const read = ports.filter(speaksHttp).map(numberOf);
  if (opaque.length > 0) return opaquePorts([...new Set(opaque)]);
  // The default would take the port for opaque; a list of its own, without that port, takes its place.
  const mistaken = read.some((port) => OPAQUE_BY_DEFAULT.includes(port));
  return mistaken ? opaquePorts(OPAQUE_BY_DEFAULT.filter((port) => !read.includes(port))) : {};
}
