import type { Field } from '../../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../../violation.js';

const DRY_RUN = 'istio.io/dry-run';
const BOOLEANS = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];
/** Istio sets these on objects that it creates itself. */
const INTERNAL = [
  'internal.istio.io/parents',
  'internal.istio.io/parent-namespace',
  'internal.istio.io/webhook-always-reject',
];

/** Annotations for which the webhook refuses an object of Istio. */
export function* checkAnnotations(object: Field): Iterable<SchemaViolation> {
  const annotations = object.at('metadata', 'annotations');
  if (!annotations.isSet) return;
  for (const key of INTERNAL) {
    const annotation = annotations.at(key);
    if (annotation.value !== undefined)
      yield notAllowed(annotation, {
        got: 'an annotation that only Istio sets',
        expected: 'nothing',
        fix: 'Remove it.',
      });
  }
  const dryRun = annotations.at(DRY_RUN);
  if (dryRun.value !== undefined) yield* checkDryRun(dryRun, object);
}

function* checkDryRun(dryRun: Field, object: Field): Iterable<SchemaViolation> {
  const kind = object.at('kind').text;
  const { value: action = 'ALLOW' } = object.at('spec', 'action');
  if (kind !== 'AuthorizationPolicy')
    yield notAllowed(dryRun, {
      got: `a dry run of ${kind}`,
      expected: 'a dry run of AuthorizationPolicy',
      fix: 'Remove it.',
    });
  else if (action !== 'ALLOW' && action !== 'DENY')
    yield notAllowed(dryRun, {
      got: `a dry run of ${action}`,
      expected: 'a dry run of ALLOW or DENY',
      fix: 'Remove it.',
    });
  else if (dryRun.text !== undefined && !BOOLEANS.includes(dryRun.text))
    yield notAllowed(dryRun, { expected: '"true" or "false"', fix: 'Write "true" or "false".' });
}
