import type { Field } from '../../../manifest/field.js';
import type { Json, ManifestObject } from '../../../manifest/object.js';
import { valueAt } from '../../../manifest/read.js';
import { type Resource, STDIN } from '../../../manifest/resource.js';
import { kindOf } from '../pods/pod.js';

/** What the API server gives each object. A file that has all of them cannot create an object: the server refuses the version. */
const GIVEN = ['uid', 'resourceVersion', 'creationTimestamp'];

/**
 * Whether an object was read from an API server, which filled in defaults, and not from a file that someone wrote.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
 */
export function isLive({ metadata }: ManifestObject): boolean {
  return GIVEN.every((field) => Boolean(valueAt(metadata, field)));
}

/** Whether an object came straight from an API server: no file has it, so that nobody can read it there. */
export function isInNoFile({ file, object }: Resource): boolean {
  return file === STDIN && isLive(object);
}

/** Whether a field has the value that the API server writes where nobody sets one; a live object does not show who wrote it. */
export function isServerDefault(field: Field, value: Json): boolean {
  return field.value === value && isLive(field.resource.object);
}

/** A volume that the API server adds to pods, with the token of their ServiceAccount; it ends in letters and digits that spell no word. */
const TOKEN_VOLUME = /^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/** Whether the API server added a volume to a pod. It does so where the pod lets it mount its token. */
export function isAddedByServer(volume: Field): boolean {
  return TOKEN_VOLUME.test(volume.at('name').text ?? '') && isLive(volume.resource.object);
}

/** Whether the scheduler writes the node of a pod: it names the node on each live pod. */
export function isScheduled({ object }: Resource): boolean {
  return kindOf(object) === 'Pod' && isLive(object);
}
