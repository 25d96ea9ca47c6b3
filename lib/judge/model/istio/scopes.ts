import { Field } from '../../../manifest/field.js';
import type { Resource } from '../../../manifest/resource.js';
import { namespaceOf } from '../pods/pod.js';

/** The namespaces that see an object: all of them, or those of the set. */
export type Scopes = '*' | ReadonlySet<string>;

/**
 * The namespaces that an `exportTo` exports an object to. An empty one exports it to all, and `*` overrides the rest.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-export_to
 */
export function scopesOf(exportTo: readonly string[], namespace: string): Scopes {
  if (exportTo.length === 0 || exportTo.includes('*')) return '*';
  return new Set(exportTo.map((scope) => (scope === '.' ? namespace : scope)));
}

/** The namespaces that `spec.exportTo` of an object exports it to. */
export function exportScopes(resource: Resource): Scopes {
  return scopesOf(Field.of(resource).at('spec', 'exportTo').texts, namespaceOf(resource));
}

export function seenFrom(scopes: Scopes, namespace: string): boolean {
  return scopes === '*' || scopes.has(namespace);
}

/** Whether some namespace sees both. */
export function meet(a: Scopes, b: Scopes): boolean {
  if (a === '*' || b === '*') return true;
  return [...a].some((namespace) => b.has(namespace));
}

/** Whether the same namespaces see both. */
export function sameScopes(a: Scopes, b: Scopes): boolean {
  if (a === '*' || b === '*') return a === b;
  return a.size === b.size && [...a].every((namespace) => b.has(namespace));
}
