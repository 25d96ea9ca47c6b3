import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';
import type { PodTemplate } from './pod-template.js';
import { labelValue, qualifiedName, selectedLabel } from './syntax.js';

const SET_OPERATORS = ['In', 'NotIn'];
const PRESENCE_OPERATORS = ['Exists', 'DoesNotExist'];
const OPERATORS = [...SET_OPERATORS, ...PRESENCE_OPERATORS];
const LABEL_KEY = 'Name the key of a label.';
const OWN_PODS = ['spec.selector'];
const WEBHOOKS = ['webhooks[*].namespaceSelector', 'webhooks[*].objectSelector'];
/** Where objects of a kind have label selectors, outside of pods. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration': WEBHOOKS,
  'apps/v1/DaemonSet': OWN_PODS,
  'apps/v1/Deployment': OWN_PODS,
  'apps/v1/ReplicaSet': OWN_PODS,
  'apps/v1/StatefulSet': [...OWN_PODS, 'spec.volumeClaimTemplates[*].spec.selector'],
  'batch/v1/Job': OWN_PODS,
  'networking.k8s.io/v1/NetworkPolicy': [
    'spec.podSelector',
    ...['spec.ingress[*].from[*]', 'spec.egress[*].to[*]'].flatMap((peers) => [
      `${peers}.podSelector`,
      `${peers}.namespaceSelector`,
    ]),
  ],
  'policy/v1/PodDisruptionBudget': OWN_PODS,
  'rbac.authorization.k8s.io/v1/ClusterRole': ['aggregationRule.clusterRoleSelectors[*]'],
  'v1/PersistentVolumeClaim': ['spec.selector'],
};
const TERMS = ['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
  `affinity.${affinity}.requiredDuringSchedulingIgnoredDuringExecution[*]`,
  `affinity.${affinity}.preferredDuringSchedulingIgnoredDuringExecution[*].podAffinityTerm`,
]);
/** Where the spec of a pod has label selectors. */
const POD_PLACES = [
  ...TERMS.flatMap((term) => [`${term}.labelSelector`, `${term}.namespaceSelector`]),
  'topologySpreadConstraints[*].labelSelector',
];

/**
 * Label selectors with a key, value or operator that no label can match.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function* checkLabelSelectors(object: Field, kind: string): Iterable<SchemaViolation> {
  for (const place of PLACES[kind] ?? []) for (const selector of object.all(place)) yield* checkSelector(selector);
}

/** The same in what spreads and attracts pods. */
export function* checkPodSelectors({ spec }: PodTemplate): Iterable<SchemaViolation> {
  for (const place of POD_PLACES) for (const selector of spec.all(place)) yield* checkSelector(selector);
}

function* checkSelector(selector: Field): Iterable<SchemaViolation> {
  for (const [key, value] of selector.at('matchLabels').entries) yield* selectedLabel(key, value);
  for (const expression of selector.at('matchExpressions').items) yield* checkExpression(expression);
}

function* checkExpression(expression: Field): Iterable<SchemaViolation> {
  const operator = expression.at('operator');
  const values = expression.at('values');
  yield* qualifiedName(expression.at('key'), LABEL_KEY);
  if (operator.text === undefined) return;
  if (!OPERATORS.includes(operator.text))
    yield notAllowed(operator, { expected: `one of ${OPERATORS.join(', ')}`, fix: 'Use one of them.' });
  yield* checkOperands(operator.text, values);
  for (const value of values.items) yield* labelValue(value);
}

/** Reports values that the operator does not compare with, or that it lacks. */
export function* checkOperands(operator: string, values: Field): Iterable<SchemaViolation> {
  if (SET_OPERATORS.includes(operator) && values.isEmpty)
    yield notAllowed(values, {
      got: 'no value',
      expected: `at least one value, for ${operator}`,
      fix: 'Add the values.',
    });
  if (PRESENCE_OPERATORS.includes(operator) && !values.isEmpty)
    yield notAllowed(values, { got: 'values', expected: `none, for ${operator}`, fix: 'Remove the values.' });
}
