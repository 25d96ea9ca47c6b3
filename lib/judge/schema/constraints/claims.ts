import type { Field } from '../../../manifest/field.js';
import { missingField, type SchemaViolation } from '../violation.js';

/** Claims that request no storage. */
export function* checkClaims(object: Field, kind: string): Iterable<SchemaViolation> {
  if (kind === 'v1/PersistentVolumeClaim') yield* checkClaim(object);
}

/** Reports a claim, or the template of one, that requests no storage. */
export function* checkClaim(claim: Field): Iterable<SchemaViolation> {
  const spec = claim.at('spec');
  if (!spec.isSet) {
    yield missingField(spec, 'the access modes and the requested storage');
    return;
  }
  const storage = spec.at('resources', 'requests', 'storage');
  if (spec.at('accessModes').isEmpty)
    yield missingField(spec.at('accessModes'), 'at least one access mode such as ReadWriteOnce');
  if (storage.isEmpty) yield missingField(storage, 'the requested size');
}
