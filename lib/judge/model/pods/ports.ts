import type { Field } from '../../../manifest/field.js';
import type { Found } from '../../../manifest/read.js';
import type { Container, PodTemplate } from './pod.js';

/** A port that a container declares. */
export interface ContainerPort {
  readonly container: Container;
  /** The entry: `spec.template.spec.containers[0].ports[1]`. */
  readonly field: Field;
  readonly name: string | undefined;
  readonly number: number;
  /** `TCP` where the entry names none. */
  readonly protocol: string;
}

/** The ports that one container declares. */
export function portsOfContainer(container: Container): readonly ContainerPort[] {
  return container.field.at('ports').items.flatMap((field) => {
    const number = field.at('containerPort').number;
    if (number === undefined) return [];
    const protocol = field.at('protocol').text ?? 'TCP';
    return [{ container, field, name: field.at('name').text, number, protocol }];
  });
}

/** The ports that the long-running containers of a pod declare: its containers and native sidecars. */
export function portsOf(pod: PodTemplate): readonly ContainerPort[] {
  return pod.containers
    .filter(({ list, nativeSidecar }) => list === 'containers' || nativeSidecar)
    .flatMap((container) => portsOfContainer(container));
}

/**
 * The number that a port reference (`targetPort`, a probe's or a policy's `port`) refers to in these pods: a number is
 * itself, a name is the declared port of that name and protocol; undefined if none is declared.
 */
export function resolvePort(pod: PodTemplate, port: Found, protocol = 'TCP'): number | undefined {
  if (typeof port === 'number') return port;
  return portsOf(pod).find((declared) => declared.name === port && declared.protocol === protocol)?.number;
}
