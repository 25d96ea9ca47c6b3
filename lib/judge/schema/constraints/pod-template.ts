import type { Field } from '../../../manifest/field.js';
import { podTemplateSteps } from '../../../manifest/pod-template.js';

/** A pod as an object describes it. */
export interface PodTemplate {
  readonly object: Field;
  readonly kind: string;
  /** The pod itself, or the template; present or not. */
  readonly pod: Field;
  readonly spec: Field;
  /** All containers: init, ordinary and ephemeral. */
  readonly containers: readonly Field[];
}

const CONTAINERS = ['initContainers', 'containers', 'ephemeralContainers'];

/** The pod that an object of a Kubernetes workload kind describes; undefined for other kinds. */
export function podTemplate(object: Field): PodTemplate | undefined {
  const kind = object.at('kind').text ?? '';
  const steps = podTemplateSteps(kind);
  if (steps === undefined) return undefined;
  const pod = object.at(...steps);
  const spec = pod.at('spec');
  return { object, kind, pod, spec, containers: CONTAINERS.flatMap((list) => spec.at(list).items) };
}
