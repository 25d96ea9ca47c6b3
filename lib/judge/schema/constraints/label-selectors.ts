import { isKey, keyWords } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';
import { labelValue, selectedLabel } from './syntax.js';

const SET_OPERATORS = ['In', 'NotIn'];
const PRESENCE_OPERATORS = ['Exists', 'DoesNotExist'];
const OPERATORS = [...SET_OPERATORS, ...PRESENCE_OPERATORS];
/** Kinds with a label selector in `spec.selector`. */
const SELECTING = [
  'apps/v1/DaemonSet',
  'apps/v1/Deployment',
  'apps/v1/ReplicaSet',
  'apps/v1/StatefulSet',
  'batch/v1/Job',
  'policy/v1/PodDisruptionBudget',
];

/**
 * Label selectors with a key, value or operator that no label can match.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function* checkLabelSelectors(object: Field, kind: string): Iterable<SchemaViolation> {
  const spec = object.at('spec');
  if (SELECTING.includes(kind)) yield* checkSelector(spec.at('selector'));
  if (kind !== 'networking.k8s.io/v1/NetworkPolicy') return;
  yield* checkSelector(spec.at('podSelector'));
  for (const [rules, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const)
    for (const peer of spec.at(rules).items.flatMap((rule) => rule.at(peers).items))
      for (const field of ['podSelector', 'namespaceSelector']) yield* checkSelector(peer.at(field));
}

function* checkSelector(selector: Field): Iterable<SchemaViolation> {
  for (const [key, value] of selector.at('matchLabels').entries) yield* selectedLabel(key, value);
  for (const expression of selector.at('matchExpressions').items) yield* checkExpression(expression);
}

function* checkExpression(expression: Field): Iterable<SchemaViolation> {
  const key = expression.at('key');
  const operator = expression.at('operator');
  const values = expression.at('values');
  if (key.text !== undefined && !isKey(key.text))
    yield notAllowed(key, { expected: keyWords, fix: 'Name the key of a label.' });
  if (operator.text === undefined) return;
  if (!OPERATORS.includes(operator.text))
    yield notAllowed(operator, { expected: `one of ${OPERATORS.join(', ')}`, fix: 'Use one of them.' });
  if (SET_OPERATORS.includes(operator.text) && values.isEmpty)
    yield notAllowed(values, {
      got: 'no value',
      expected: `at least one value, for ${operator.text}`,
      fix: 'Add the values.',
    });
  if (PRESENCE_OPERATORS.includes(operator.text) && !values.isEmpty)
    yield notAllowed(values, { got: 'values', expected: `none, for ${operator.text}`, fix: 'Remove the values.' });
  for (const value of values.items) yield* labelValue(value);
}
