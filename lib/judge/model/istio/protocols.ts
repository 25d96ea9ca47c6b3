import { listAt, numberAt, stringAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { PodTemplate } from '../pods/pod.js';
import { portsOf, resolvePort } from '../pods/ports.js';

/** Protocols of which Istio reads requests. */
const HTTP = ['http', 'http2', 'grpc', 'grpc-web', 'kubernetes.io/h2c', 'kubernetes.io/ws'];
/** Protocols whose bytes Istio passes on as they are. */
const TCP = ['tcp', 'tls', 'https', 'mongo', 'mysql', 'redis', 'kubernetes.io/wss'];
/** Ports that are of no HTTP whatever they are named: SMTP, DNS, MySQL, MongoDB. */
const TCP_PORTS = [25, 53, 3306, 27017];

/** What Istio takes the connections of a port for. `detected` where it finds out by itself, connection by connection. */
export type Traffic = 'http' | 'tcp' | 'detected';

/** What a port of a Service carries. */
export interface ServicePort {
  readonly service: Resource;
  readonly name: string | undefined;
  readonly traffic: Traffic;
}

/**
 * What Istio takes the connections of a Service's port for, by its `appProtocol` or by its name up to the first dash.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/pkg/config/kube/conversion.go
 */
export function trafficOf(
  port: number | undefined,
  name: string | undefined,
  appProtocol: string | undefined,
): Traffic {
  const given = (appProtocol ?? name ?? '').toLowerCase();
  const protocol = HTTP.includes(given) || TCP.includes(given) ? given : (given.split('-')[0] ?? '');
  if (HTTP.includes(protocol)) return 'http';
  if (TCP.includes(protocol)) return 'tcp';
  return port !== undefined && TCP_PORTS.includes(port) ? 'tcp' : 'detected';
}

/** The ports of Services that lead to a port of pods. */
export function servicePortsOf(pod: PodTemplate, port: number, cluster: ClusterIndex): readonly ServicePort[] {
  return cluster.servicesOf(pod).flatMap((service) =>
    listAt(service.object, 'spec', 'ports').flatMap((entry) => {
      if ((stringAt(entry, 'protocol') ?? 'TCP') !== 'TCP') return [];
      if (resolvePort(pod, valueAt(entry, 'targetPort') ?? valueAt(entry, 'port')) !== port) return [];
      const name = stringAt(entry, 'name');
      return [{ service, name, traffic: trafficOf(numberAt(entry, 'port'), name, stringAt(entry, 'appProtocol')) }];
    }),
  );
}

/** The TCP ports at which pods can be reached: those that they declare, and those that Services lead to. */
export function inboundPorts(pod: PodTemplate, cluster: ClusterIndex): readonly number[] {
  const declared = portsOf(pod).flatMap(({ number, protocol }) => (protocol === 'TCP' ? [number] : []));
  const behind = cluster.servicesOf(pod).flatMap((service) =>
    listAt(service.object, 'spec', 'ports').flatMap((entry) => {
      if ((stringAt(entry, 'protocol') ?? 'TCP') !== 'TCP') return [];
      return resolvePort(pod, valueAt(entry, 'targetPort') ?? valueAt(entry, 'port')) ?? [];
    }),
  );
  return [...new Set([...declared, ...behind])].sort((a, b) => a - b);
}
