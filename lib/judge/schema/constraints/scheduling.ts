import { dnsLabel } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { checkOperands } from './label-selectors.js';
import type { PodTemplate } from './pod-template.js';
import { labelValue, nameOf, qualifiedName, selectedLabel } from './syntax.js';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const TOPOLOGY = 'the node label whose values divide the nodes, such as topology.kubernetes.io/zone';
const NODE_LABEL = 'Name the key of a node label.';
const COMPARISONS = ['Gt', 'Lt'];

/**
 * Node selectors, affinities and spread constraints that the scheduler could not follow.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export function* checkScheduling({ spec }: PodTemplate): Iterable<SchemaViolation> {
  for (const [key, value] of spec.at('nodeSelector').entries) yield* selectedLabel(key, value);
  for (const constraint of spec.at('topologySpreadConstraints').items) yield* checkSpread(constraint);
  yield* checkNodeAffinity(spec.at('affinity', 'nodeAffinity'));
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const affinity = spec.at('affinity', kind);
    for (const term of affinity.at(REQUIRED).items) yield* checkTerm(term);
    for (const term of affinity.at(PREFERRED).items) yield* checkTerm(term.at('podAffinityTerm'));
  }
}

function* checkSpread(constraint: Field): Iterable<SchemaViolation> {
  const topologyKey = constraint.at('topologyKey');
  const domains = constraint.at('minDomains');
  if (topologyKey.value === '') yield missingField(topologyKey, TOPOLOGY);
  if (domains.isSet && constraint.at('whenUnsatisfiable').value !== 'DoNotSchedule')
    yield notAllowed(domains, {
      expected: 'nothing, because whenUnsatisfiable is not DoNotSchedule',
      fix: 'Remove it, or set whenUnsatisfiable to DoNotSchedule.',
    });
  for (const key of constraint.at('matchLabelKeys').items) yield* qualifiedName(key, 'Name the key of a pod label.');
  if (!constraint.at('matchLabelKeys').isEmpty && !constraint.at('labelSelector').isSet)
    yield notAllowed(constraint.at('matchLabelKeys'), {
      got: 'keys, without a labelSelector',
      expected: 'a labelSelector with them',
      fix: 'Add the labelSelector of the pods, or remove the keys.',
    });
}

function* checkTerm(term: Field): Iterable<SchemaViolation> {
  const topologyKey = term.at('topologyKey');
  if (topologyKey.value === '') yield missingField(topologyKey, TOPOLOGY);
  else yield* qualifiedName(topologyKey, NODE_LABEL);
  for (const namespace of term.at('namespaces').items) yield* nameOf(namespace, dnsLabel, 'a namespace');
}

function* checkNodeAffinity(affinity: Field): Iterable<SchemaViolation> {
  const required = affinity.at(REQUIRED);
  const terms = required.at('nodeSelectorTerms');
  if (required.isSet && terms.isSet && terms.isEmpty) yield missingField(terms, 'at least one term');
  for (const expression of required.all('nodeSelectorTerms[*].matchExpressions[*]')) {
    yield* checkNodeExpression(expression);
    for (const value of expression.at('values').items) yield* labelValue(value);
  }
  for (const expression of affinity.all(`${PREFERRED}[*].preference.matchExpressions[*]`))
    yield* checkNodeExpression(expression);
}

function* checkNodeExpression(expression: Field): Iterable<SchemaViolation> {
  const { text: operator = '' } = expression.at('operator');
  const values = expression.at('values');
  yield* qualifiedName(expression.at('key'), NODE_LABEL);
  yield* checkOperands(operator, values);
  if (COMPARISONS.includes(operator) && values.items.length !== 1)
    yield notAllowed(values, {
      got: `${values.items.length} values`,
      expected: `one value, for ${operator}`,
      fix: 'Write one value.',
    });
}
