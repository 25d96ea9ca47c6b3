import type { Field } from '../../../../manifest/field.js';
import { invalidName, notAllowed, type SchemaViolation } from '../../violation.js';

const DEFAULT = 'default';

/**
 * Node agents with another name than the one that the operator manages.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/api/v1/istiocni_types.go
 */
export function* checkIstioCni(_spec: Field, object: Field): Iterable<SchemaViolation> {
  const name = object.at('metadata', 'name');
  if (name.value !== DEFAULT)
    yield invalidName(name, `"${DEFAULT}", because a cluster has one node agent`, 'Rename it.');
}

/**
 * Revisions whose name is not the one that workloads ask for.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/api/v1/istiorevision_types.go
 */
export function* checkIstioRevision(spec: Field, object: Field): Iterable<SchemaViolation> {
  const name = object.at('metadata', 'name');
  const revision = spec.at('values', 'revision');
  const isDefault = name.value === DEFAULT;
  if (isDefault ? revision.isEmpty : revision.value === name.value) return;
  yield notAllowed(revision, {
    expected: isDefault ? `nothing, for the revision ${DEFAULT}` : `${name.quoted}, the object's own name`,
    fix: 'Set the revision to the name of the object.',
  });
}
