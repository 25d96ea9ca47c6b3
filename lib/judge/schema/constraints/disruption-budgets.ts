import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';
import { checkAmount } from './amounts.js';

/**
 * Budgets with two limits, or with a limit that is neither a number nor a percentage.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export function* checkDisruptionBudgets(object: Field, kind: string): Iterable<SchemaViolation> {
  if (kind !== 'policy/v1/PodDisruptionBudget') return;
  const spec = object.at('spec');
  const limits = [spec.at('maxUnavailable'), spec.at('minAvailable')];
  if (limits.every(({ isSet }) => isSet))
    yield notAllowed(spec, {
      got: 'both minAvailable and maxUnavailable',
      expected: 'one of the two',
      fix: 'Remove one of the two.',
    });
  for (const limit of limits) yield* checkAmount(limit, { isBounded: true });
}
