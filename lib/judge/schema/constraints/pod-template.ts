import type { Field } from '../../../manifest/field.js';

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

const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  Pod: [],
  PodTemplate: ['template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
};
const CONTAINERS = ['initContainers', 'containers', 'ephemeralContainers'];

/** The pod that an object of a Kubernetes workload kind describes; undefined for other kinds. */
export function podTemplate(object: Field): PodTemplate | undefined {
  const kind = object.at('kind').text ?? '';
  const place = Object.hasOwn(TEMPLATES, kind) ? TEMPLATES[kind] : undefined;
  if (place === undefined) return undefined;
  const pod = object.at(...place);
  const spec = pod.at('spec');
  return { object, kind, pod, spec, containers: CONTAINERS.flatMap((list) => spec.at(list).items) };
}
