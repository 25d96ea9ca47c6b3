import { isLabelValue, valueWords } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';
import type { PodTemplate } from './pod-template.js';
import { qualifiedName } from './syntax.js';

const INTEGER = /^(?:0|-?[1-9]\d*)$/;
/** Operators that compare numbers. */
const COMPARISONS = ['Gt', 'Lt'];

/**
 * Tolerations of taints that no node can have, and fields that contradict each other.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export function* checkTolerations({ spec }: PodTemplate): Iterable<SchemaViolation> {
  for (const toleration of spec.at('tolerations').items) yield* checkToleration(toleration);
}

function* checkToleration(toleration: Field): Iterable<SchemaViolation> {
  const key = toleration.at('key');
  const operator = toleration.at('operator');
  const value = toleration.at('value');
  const effect = toleration.at('effect');
  if (!key.isEmpty) yield* qualifiedName(key, 'Name the key of a taint.');
  else if (operator.value !== 'Exists')
    yield notAllowed(operator, {
      got: operator.isEmpty ? 'nothing, which means Equal' : operator.quoted,
      expected: 'Exists, because there is no key',
      fix: 'Name the key of a taint, or write Exists to tolerate all taints.',
    });
  if (toleration.at('tolerationSeconds').isSet && effect.value !== 'NoExecute')
    yield notAllowed(effect, {
      got: effect.isEmpty ? 'nothing, which means all effects' : effect.quoted,
      expected: 'NoExecute, because tolerationSeconds is set',
      fix: 'Write NoExecute, or remove tolerationSeconds.',
    });
  yield* checkValue(value, operator.text ?? '');
}

function* checkValue(value: Field, operator: string): Iterable<SchemaViolation> {
  const { text = '' } = value;
  if (operator === 'Exists' && text !== '')
    yield notAllowed(value, { expected: 'none, for Exists', fix: 'Remove it, or set the operator to Equal.' });
  if ((operator === '' || operator === 'Equal') && !isLabelValue(text))
    yield notAllowed(value, { expected: valueWords, fix: 'Write the value of a taint.' });
  if (COMPARISONS.includes(operator) && !INTEGER.test(text))
    yield notAllowed(value, { expected: `an integer in quotes, for ${operator}`, fix: 'Write an integer in quotes.' });
}
