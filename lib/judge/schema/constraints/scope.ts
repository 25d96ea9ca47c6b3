import type { Field } from '../../../manifest/field.js';
import { groupOf } from '../../../manifest/object.js';
import { scopeOf } from '../scope.js';
import { type SchemaViolation, schemaViolation } from '../violation.js';

/** A namespace on an object that lives outside namespaces. */
export function* checkScope(object: Field): Iterable<SchemaViolation> {
  const namespace = object.at('metadata', 'namespace');
  const kind = object.at('kind').text ?? '';
  const group = groupOf(object.at('apiVersion').text ?? '');
  if (namespace.value !== undefined && scopeOf(group, kind) === 'Cluster') yield namespaceOnClusterScoped(object);
}

/** Says that an object lives outside namespaces. */
export function namespaceOnClusterScoped(object: Field): SchemaViolation {
  return schemaViolation('schema/namespace-on-cluster-scoped', object.at('metadata', 'namespace'), {
    expected: `no namespace, because ${object.at('kind').text} is cluster-scoped`,
    fix: 'Remove metadata.namespace.',
  });
}
