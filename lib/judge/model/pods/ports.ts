import { at } from '../../../manifest/field-path.js';
import { type Found, listAt, numberAt, stringAt } from '../../../manifest/read.js';
import type { Container, PodTemplate } from './pod.js';

/** A port that a container declares. */
export interface ContainerPort {
  readonly container: Container;
  /** Path of the entry: `spec.template.spec.containers[0].ports[1]`. */
  readonly path: string;
  readonly name: string | undefined;
  readonly number: number;
  /** `TCP` where the entry names none. */
  readonly protocol: string;
}

/** The ports that one container declares. */
export function portsOfContainer(container: Container): readonly ContainerPort[] {
  return listAt(container.spec, 'ports').flatMap((port, index) => {
    const number = numberAt(port, 'containerPort');
    if (number === undefined) return [];
    const path = at(container.path, 'ports', index);
    return [{ container, path, name: stringAt(port, 'name'), number, protocol: stringAt(port, 'protocol') ?? 'TCP' }];
  });
}

/** The ports that the long-running containers of a pod declare: its containers and native sidecars. */
export function portsOf(pod: PodTemplate): readonly ContainerPort[] {
  return pod.containers
    .filter(({ list, nativeSidecar }) => list === 'containers' || nativeSidecar)
    .flatMap((container) => portsOfContainer(container));
}

/**
 * The number that a port reference (`targetPort`, a probe's or a policy's `port`) stands for in these pods: a number stands for
 * itself, a name for the declared port of that name and protocol, undefined where none is declared.
 */
export function resolvePort(pod: PodTemplate, port: Found, protocol = 'TCP'): number | undefined {
  if (typeof port === 'number') return port;
  return portsOf(pod).find((declared) => declared.name === port && declared.protocol === protocol)?.number;
}
