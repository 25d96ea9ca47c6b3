import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation, schemaViolation } from '../violation.js';
import type { PodTemplate } from './pod-template.js';

const SELECTING = ['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'];

/** Selectors of workloads that are empty or do not match the workload's own pods. */
export function* checkSelectors({ object, kind, pod }: PodTemplate): Iterable<SchemaViolation> {
  if (!SELECTING.includes(kind)) return;
  const selector = object.at('spec', 'selector');
  const matchLabels = selector.at('matchLabels');
  const matchExpressions = selector.at('matchExpressions');
  if (kind !== 'Job' && selector.isSet && matchExpressions.isEmpty && matchLabels.isEmpty)
    yield notAllowed(selector, {
      got: 'an empty selector',
      expected: "a selector of the workload's own pods",
      fix: 'Add matchLabels with labels of the pod template.',
    });
  const labels = pod.at('metadata', 'labels');
  for (const [key, value] of matchLabels.entries) {
    const label = labels.at(key);
    if (label.value !== value.value)
      yield schemaViolation('schema/selector-mismatch', value, {
        expected: `the value of the pod template's label, ${label.value === undefined ? 'which is missing' : label.quoted}`,
        fix: 'Give the selector and the pod template the same label.',
      });
  }
  for (const expression of matchExpressions.items)
    if (!holds(expression, labels))
      yield schemaViolation('schema/selector-mismatch', expression, {
        got: `${expression.at('key').value} ${expression.at('operator').value}`,
        expected: 'an expression that matches the labels of the pod template',
        fix: 'Correct the expression, or label the pod template so that it matches.',
      });
}

/** Whether the labels match an expression; true for a malformed one, which another check reports. */
function holds(expression: Field, labels: Field): boolean {
  const key = expression.at('key').text;
  if (key === undefined) return true;
  const label = labels.at(key).value;
  const values = expression.at('values');
  const isListed = values.items.some(({ value }) => value === (label ?? null));
  switch (expression.at('operator').value) {
    case 'In':
      return values.isEmpty || (label !== undefined && isListed);
    case 'NotIn':
      return label === undefined || !isListed;
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    default:
      return true;
  }
}
