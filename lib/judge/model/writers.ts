import { Field } from '../../manifest/field.js';
import type { Resource } from '../../manifest/resource.js';
import { groupedBy } from './per-cluster.js';
import { kindOf, namespaceOf } from './pods/pod.js';

/** Kinds whose objects write an object of another kind, and the paths of its name in them: the first that leads to text counts. */
export type Writers = Readonly<Record<string, readonly string[]>>;

/** Finds what writes an object, `namespace/name`. */
export function writersBy(writers: Writers) {
  return groupedBy(
    (cluster) => cluster.ofKind(...Object.keys(writers)),
    (resource) => `${namespaceOf(resource)}/${writtenName(resource, writers)}`,
  );
}

/** Name of the object that one of the writers writes. */
export function writtenName(resource: Resource, writers: Writers): string {
  const paths = writers[kindOf(resource.object)] ?? [];
  const [name = ''] = paths.flatMap((path) => Field.of(resource).all(path)).flatMap(({ text }) => text ?? []);
  return name;
}
