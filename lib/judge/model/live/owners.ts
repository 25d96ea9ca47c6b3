import { groupOf } from '../../../manifest/object.js';
import { listAt, stringAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import { customTemplates } from '../pods/custom-pods.js';
import { kindOf, POD_KINDS } from '../pods/pod.js';
import { isLive } from './live-object.js';

/** Live objects by their uid. */
export type LiveObjects = ReadonlyMap<string, Resource>;

export function liveObjects(resources: readonly Resource[]): LiveObjects {
  return new Map(
    resources
      .filter(({ object }) => isLive(object))
      .map((resource) => [String(resource.object.metadata['uid']), resource]),
  );
}

/**
 * The object whose controller made this one. The uid must be that of the owner: the garbage collector deletes an object whose
 * owner has another one, so no file can name an owner to avoid being judged.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/
 */
export function ownerOf({ object: { metadata } }: Resource, objects: LiveObjects): Resource | undefined {
  const reference = listAt(metadata, 'ownerReferences').find((owner) => valueAt(owner, 'controller') === true);
  const owner = objects.get(stringAt(reference, 'uid') ?? '');
  if (owner === undefined) return undefined;
  const { apiVersion, kind, metadata: found } = owner.object;
  const isSame =
    stringAt(reference, 'kind') === kind &&
    stringAt(reference, 'name') === found.name &&
    groupOf(stringAt(reference, 'apiVersion') ?? '') === groupOf(apiVersion);
  return isSame && [undefined, metadata.namespace].includes(found.namespace) ? owner : undefined;
}

/** Whether an object is a pod, or holds a template of pods. */
export function describesPods(resource: Resource): boolean {
  const kind = kindOf(resource.object);
  return POD_KINDS.some((known) => known === kind) || customTemplates(resource).length > 0;
}
