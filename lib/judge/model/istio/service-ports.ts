import { Field } from '../../../manifest/field.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { PodTemplate } from '../pods/pod.js';
import { portsOf, resolvePort } from '../pods/ports.js';
import { type Traffic, trafficOf } from './port-protocol.js';

/** A port of a Service that leads to a port of pods. */
export interface ServicePort {
  readonly service: Resource;
  readonly name: string | undefined;
  readonly traffic: Traffic;
}

/** The ports of a Service. */
export function portsOfService(service: Resource): readonly Field[] {
  return Field.of(service).at('spec', 'ports').items;
}

/** The container port that a Service's port leads to in pods; undefined if the pods declare no port of that name. */
export function targetOf(port: Field, pod: PodTemplate): number | undefined {
  return resolvePort(pod, port.at('targetPort').value ?? port.at('port').value);
}

/** The ports of Services that lead to a port of pods. */
export function servicePortsOf(pod: PodTemplate, number: number, cluster: ClusterIndex): readonly ServicePort[] {
  return tcpPorts(pod, cluster).flatMap(({ service, port }) =>
    targetOf(port, pod) === number ? [{ service, name: port.at('name').text, traffic: trafficOf(port) }] : [],
  );
}

/** The TCP ports at which pods can be reached: those that they declare, and those that Services lead to. */
export function inboundPorts(pod: PodTemplate, cluster: ClusterIndex): readonly number[] {
  const declared = portsOf(pod).flatMap(({ number, protocol }) => (protocol === 'TCP' ? [number] : []));
  const behind = tcpPorts(pod, cluster).flatMap(({ port }) => targetOf(port, pod) ?? []);
  return [...new Set([...declared, ...behind])].sort((a, b) => a - b);
}

function tcpPorts(pod: PodTemplate, cluster: ClusterIndex) {
  return cluster.servicesOf(pod).flatMap((service) =>
    portsOfService(service)
      .filter((port) => (port.at('protocol').text ?? 'TCP') === 'TCP')
      .map((port) => ({ service, port })),
  );
}
