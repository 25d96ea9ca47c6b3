import { isKey, keyWords, valueWords } from '../../../../formats/name-syntax.js';
import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { atMostOne } from '../exactly-one.js';

/** Istio does not check the length of a value. */
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  Service: ['', 'core'],
  ServiceEntry: ['networking.istio.io'],
  Gateway: ['gateway.networking.k8s.io'],
  GatewayClass: ['gateway.networking.k8s.io'],
};

/** Reports labels of a workload selector that no pod can have: empty keys, and wildcards, which are read literally. */
export function* labelsToSelect(labels: Field): Iterable<SchemaViolation> {
  for (const [key, value] of labels.entries)
    if (key === '')
      yield notAllowed(value, {
        got: 'an empty key',
        expected: 'the key of a label',
        fix: 'Name the label, or remove the entry.',
      });
    else if (key.includes('*') || value.text?.includes('*') === true)
      yield notAllowed(value, {
        got: key.includes('*') ? JSON.stringify(key) : value.quoted,
        expected: 'a label without *, because selectors have no wildcards',
        fix: 'Name one label and one value.',
      });
}

/** Reports a policy that says more than once what it applies to, or names what no policy can apply to. */
export function* policyTargets(spec: Field): Iterable<SchemaViolation> {
  yield* atMostOne(spec, ['selector', 'targetRef', 'targetRefs']);
  yield* labelsToSelect(spec.at('selector', 'matchLabels'));
  const target = spec.at('targetRef');
  if (target.isSet) yield* checkTarget(target);
  for (const item of spec.at('targetRefs').items) yield* checkTarget(item);
}

function* checkTarget(target: Field): Iterable<SchemaViolation> {
  const group = target.at('group');
  const kind = target.at('kind');
  const name = target.at('name');
  yield* ownNamespace(target);
  if (name.value === '') yield missingField(name, 'the name of what the policy applies to');
  if (kind.text === undefined) return;
  const groups = Object.hasOwn(TARGETS, kind.text) ? TARGETS[kind.text] : undefined;
  if (groups === undefined)
    yield notAllowed(kind, { expected: `one of ${Object.keys(TARGETS).join(', ')}`, fix: 'Use one of them.' });
  else if (!groups.includes(group.text ?? '')) {
    const expected = groups[0] === '' ? 'no group' : `"${groups[0]}"`;
    yield notAllowed(group, {
      got: JSON.stringify(group.text ?? ''),
      expected: `${expected}, for a ${kind.text}`,
      fix: `Write ${expected}.`,
    });
  }
}

/** Reports a target with a namespace: Istio looks only in the namespace of the policy. */
export function* ownNamespace(target: Field): Iterable<SchemaViolation> {
  const namespace = target.at('namespace');
  if (namespace.text !== undefined && namespace.text !== '')
    yield notAllowed(namespace, {
      expected: 'nothing, because a policy applies within its own namespace',
      fix: 'Remove it, and put the policy into the namespace of its target.',
    });
}

/** Reports labels that no pod can have. */
export function* istioLabels(labels: Field): Iterable<SchemaViolation> {
  for (const [key, value] of labels.entries)
    if (!isKey(key.toLowerCase()))
      yield notAllowed(value, {
        got: `the key ${JSON.stringify(key)}`,
        expected: keyWords,
        fix: 'Rename the key.',
      });
    else if (value.text !== undefined && !LABEL_VALUE.test(value.text))
      yield notAllowed(value, { expected: valueWords, fix: 'Name the value of a label.' });
}
