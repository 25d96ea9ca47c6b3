import type { Field } from '../../../../manifest/field.js';
import { duplicateKey, missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { checkExportTo } from './export-to.js';
import { isLabel, labelWords, wildcardDomain } from './hosts.js';
import { istioLabels, labelsToSelect } from './selection.js';
import { checkTrafficPolicy } from './traffic-policy.js';

/**
 * Rules for hosts and subsets that no request reaches, and policies that contradict themselves.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export function* checkDestinationRule(spec: Field, object: Field): Iterable<SchemaViolation> {
  const namespace = object.at('metadata', 'namespace').text ?? '';
  yield* wildcardDomain(spec.at('host'));
  yield* checkExportTo(object);
  yield* labelsToSelect(spec.at('workloadSelector', 'matchLabels'));
  yield* checkTrafficPolicy(spec.at('trafficPolicy'), namespace);
  const seen = new Set<string>();
  for (const subset of spec.at('subsets').items) {
    yield* checkName(subset.at('name'), seen);
    yield* istioLabels(subset.at('labels'));
    yield* checkTrafficPolicy(subset.at('trafficPolicy'), namespace);
  }
}

function* checkName(name: Field, seen: Set<string>): Iterable<SchemaViolation> {
  if (name.isEmpty) yield missingField(name, 'the name that routes use');
  if (name.text === undefined || name.text === '') return;
  if (!isLabel(name.text)) yield notAllowed(name, { expected: labelWords, fix: 'Rename the subset.' });
  else if (seen.has(name.text)) yield duplicateKey(name, 'a name that no other subset has');
  seen.add(name.text);
}
