import { groupOf, type JsonObject } from '../../../manifest/object.js';
import { mapping } from '../fields.js';
import { scopeOf } from '../scope.js';
import type { Verdict } from '../verdict.js';

/** A namespace on an object that lives outside namespaces. */
export function checkScope(object: JsonObject): Verdict[] {
  const { namespace } = mapping(object['metadata']);
  const kind = String(object['kind']);
  if (namespace === undefined || scopeOf(groupOf(String(object['apiVersion'])), kind) !== 'Cluster') return [];
  return [
    {
      rule: 'schema/namespace-on-cluster-scoped',
      at: ['metadata', 'namespace'],
      got: JSON.stringify(namespace),
      expected: `no namespace, for ${kind} is cluster-scoped`,
      fix: 'Remove metadata.namespace.',
    },
  ];
}
