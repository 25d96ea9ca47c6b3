import type { JsonObject } from '../../../manifest/object.js';
import { isEmpty, isSet, mapping, mappings } from '../fields.js';
import { refused, type Verdict } from '../verdict.js';
import { podTemplate } from './pod-templates.js';

const SELECTING = ['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'];

/** Selectors of workloads that are empty or do not match the workload's own pods. */
export function checkSelectors(object: JsonObject): Verdict[] {
  const pod = podTemplate(object);
  const kind = String(object['kind']);
  if (pod === undefined || !SELECTING.includes(kind)) return [];
  const { selector } = mapping(object['spec']);
  const { matchExpressions, matchLabels } = mapping(selector);
  if (kind !== 'Job' && isSet(selector) && isEmpty(matchExpressions) && isEmpty(matchLabels))
    return [
      refused(
        ['spec', 'selector'],
        'an empty selector',
        "a selector of the workload's own pods",
        'Add matchLabels with labels of the pod template.',
      ),
    ];
  const labels = mapping(pod.metadata['labels']);
  const unlike = Object.entries(mapping(matchLabels))
    .filter(([key, value]) => labels[key] !== value)
    .map(
      ([key, value]): Verdict => ({
        rule: 'schema/selector-mismatch',
        at: ['spec', 'selector', 'matchLabels', key],
        got: JSON.stringify(value),
        expected: `the value that the pod template's label has, ${Object.hasOwn(labels, key) ? JSON.stringify(labels[key]) : 'which is missing'}`,
        fix: 'Give the selector and the pod template the same label.',
      }),
    );
  const unmet = mappings(matchExpressions)
    .filter(([, expression]) => !holds(expression, labels))
    .map(
      ([index, { key, operator }]): Verdict => ({
        rule: 'schema/selector-mismatch',
        at: ['spec', 'selector', 'matchExpressions', index],
        got: `${key} ${operator}`,
        expected: "an expression that the pod template's labels meet",
        fix: 'Correct the expression, or label the pod template so that it holds.',
      }),
    );
  return [...unlike, ...unmet];
}

/** Whether the labels meet an expression; one that is malformed is not for this check to judge. */
function holds({ key, operator, values }: JsonObject, labels: JsonObject): boolean {
  if (typeof key !== 'string') return true;
  const there = Object.hasOwn(labels, key);
  const listed = Array.isArray(values) && values.includes(labels[key] ?? null);
  switch (operator) {
    case 'In':
      return isEmpty(values) || (there && listed);
    case 'NotIn':
      return !there || !listed;
    case 'Exists':
      return there;
    case 'DoesNotExist':
      return !there;
    default:
      return true;
  }
}
