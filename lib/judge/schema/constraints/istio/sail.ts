import type { JsonObject } from '../../../../manifest/object.js';
import { isEmpty, mapping } from '../../fields.js';
import { refused, type Verdict } from '../../verdict.js';

const DEFAULT = 'default';

/**
 * Agents by another name than the one that the operator looks after.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/api/v1/istiocni_types.go
 */
export function checkIstioCni(_spec: JsonObject, object: JsonObject): Verdict[] {
  const { name } = mapping(object['metadata']);
  if (typeof name !== 'string' || name === DEFAULT) return [];
  const expected = `"${DEFAULT}", for a cluster has one node agent`;
  return [
    { rule: 'schema/invalid-name', at: ['metadata', 'name'], got: JSON.stringify(name), expected, fix: 'Rename it.' },
  ];
}

/**
 * Revisions whose name is not the one that workloads ask for.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/api/v1/istiorevision_types.go
 */
export function checkIstioRevision({ values }: JsonObject, object: JsonObject): Verdict[] {
  const { name } = mapping(object['metadata']);
  const { revision } = mapping(values);
  if (typeof name !== 'string' || (name === DEFAULT ? isEmpty(revision) : revision === name)) return [];
  const expected =
    name === DEFAULT ? `nothing, for the revision ${DEFAULT}` : `${JSON.stringify(name)}, the object's own name`;
  const got = revision === undefined ? 'nothing' : JSON.stringify(revision);
  return [refused(['spec', 'values', 'revision'], got, expected, 'Set the revision as the object is named.')];
}
