import type { JsonObject } from '../../../manifest/object.js';
import type { Segments } from '../field-path.js';
import { isSet, mapping, mappings } from '../fields.js';

/** A pod as an object describes it, with the place of its metadata and spec. */
export interface PodTemplate {
  readonly at: Segments;
  readonly metadata: JsonObject;
  readonly spec: JsonObject;
  /** The object or template that the spec is a field of; undefined where there is none. */
  readonly holder: JsonObject | undefined;
}

const TEMPLATED = ['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'];

/** Where an object of a Kubernetes workload kind holds the template of its pods; undefined for other kinds. */
export function podTemplate(object: JsonObject): PodTemplate | undefined {
  const kind = String(object['kind']);
  if (kind === 'Pod')
    return { at: [], metadata: mapping(object['metadata']), spec: mapping(object['spec']), holder: object };
  if (kind === 'PodTemplate') return templateIn(object, []);
  if (TEMPLATED.includes(kind)) return templateIn(mapping(object['spec']), ['spec']);
  if (kind !== 'CronJob') return undefined;
  return templateIn(mapping(mapping(mapping(object['spec'])['jobTemplate'])['spec']), ['spec', 'jobTemplate', 'spec']);
}

function templateIn(holder: JsonObject, at: Segments): PodTemplate {
  const template = mapping(holder['template']);
  return {
    at: [...at, 'template'],
    metadata: mapping(template['metadata']),
    spec: mapping(template['spec']),
    holder: isSet(holder['template']) ? template : undefined,
  };
}

/** All containers of a pod, ordinary, init and ephemeral, each with its place. */
export function containersOf(pod: PodTemplate): readonly { readonly at: Segments; readonly container: JsonObject }[] {
  const spec = podSpecPath(pod);
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    mappings(pod.spec[list]).map(([position, container]) => ({ at: [...spec, list, position], container })),
  );
}

/** Place of the pod's own spec. */
export function podSpecPath(pod: PodTemplate): Segments {
  return [...pod.at, 'spec'];
}
