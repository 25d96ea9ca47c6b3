import type { JsonObject } from '../../../manifest/object.js';
import { isSet, mapping } from '../fields.js';
import { refused, type Verdict } from '../verdict.js';

/**
 * Budgets that say two things at once, or a share that is none.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export function checkDisruptionBudgets(object: JsonObject): Verdict[] {
  if (object['kind'] !== 'PodDisruptionBudget' || object['apiVersion'] !== 'policy/v1') return [];
  const { maxUnavailable, minAvailable } = mapping(object['spec']);
  const verdicts: Verdict[] = [];
  if (isSet(maxUnavailable) && isSet(minAvailable))
    verdicts.push(
      refused(['spec'], 'both minAvailable and maxUnavailable', 'one of the two', 'Remove one of the two.'),
    );
  for (const [field, value] of Object.entries({ maxUnavailable, minAvailable })) {
    const share = typeof value === 'string' && /^(?:100|\d{1,2})%$/.test(value);
    if (!isSet(value) || share || (typeof value === 'number' && value >= 0) || typeof value === 'object') continue;
    const expected = 'a number of at least 0, or 0% to 100%';
    verdicts.push(refused(['spec', field], JSON.stringify(value), expected, `Write ${expected}.`));
  }
  return verdicts;
}
