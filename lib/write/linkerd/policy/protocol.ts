import { servicePortOf, speaksHttp, type WorkloadPort } from '../../workload/port.js';
import type { Workload } from '../../workload/workload.js';
import type { ServerProtocol } from '../guarded-port.js';
import { opaquePorts } from '../proxy-annotations.js';

/** Ports that Linkerd treats as opaque unless an annotation says otherwise. @see https://linkerd.io/2-edge/features/protocol-detection/#configuring-protocol-detection */
const OPAQUE_BY_DEFAULT = [25, 587, 3306, 4444, 5432, 6379, 9300, 11_211];

/**
 * The protocol of a Server. A gRPC port is declared as HTTP/2, since the policy controller ignores HTTPRoutes and rate limits on a Server of
 * gRPC.
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
 * `appProtocol` of a Service port in the values that Linkerd knows. Any other value, also `grpc` and `tcp`, makes the port opaque, so that
 * retries, timeouts and routes have no effect on it.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/policy-controller/core/src/outbound.rs
 */
export function linkerdAppProtocol(port: WorkloadPort): 'http' | 'kubernetes.io/h2c' | 'linkerd.io/opaque' {
  if (!speaksHttp(port)) return 'linkerd.io/opaque';
  return port.appProtocol === 'http' ? 'http' : 'kubernetes.io/h2c';
}

/** The annotation for the opaque ports of a workload's pods, or of its Services; none if Linkerd's default fits. */
export function opaquePortsOf({ ports = [] }: Workload, on: 'pods' | 'services'): { [annotation: string]: string } {
  const numberOf = (port: WorkloadPort) => (on === 'pods' ? port.port : servicePortOf(port));
  const opaque = ports.filter((port) => !speaksHttp(port)).map(numberOf);
  const read = ports.filter(speaksHttp).map(numberOf);
  if (opaque.length > 0) return opaquePorts([...new Set(opaque)]);
  // By default the port would be opaque; a list without it replaces the default.
  const mistaken = read.some((port) => OPAQUE_BY_DEFAULT.includes(port));
  return mistaken ? opaquePorts(OPAQUE_BY_DEFAULT.filter((port) => !read.includes(port))) : {};
}
