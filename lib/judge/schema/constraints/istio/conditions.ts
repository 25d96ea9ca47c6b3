import { nearest } from '../../../../formats/did-you-mean.js';
import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { checkTexts, networkFault, portFault, serviceAccountFault, type TextFault, wildcardFault } from './texts.js';

const KEYS: Readonly<Record<string, ((text: string) => TextFault) | undefined>> = {
  'source.ip': networkFault,
  'remote.ip': networkFault,
  'source.namespace': undefined,
  'source.serviceAccount': serviceAccountFault,
  'source.principal': undefined,
  'source.trustDomain': wildcardFault,
  'request.auth.principal': undefined,
  'request.auth.audiences': undefined,
  'request.auth.presenter': undefined,
  'destination.ip': networkFault,
  'destination.port': portFault,
  'connection.sni': undefined,
};
const KEYED = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];
const MEMBER = /^[^[]+\[.+\]$/s;
const ELSEWHERE: Readonly<Record<string, string>> = {
  'destination.namespace': 'the namespace of the policy decides it',
  'destination.labels': 'the selector of the policy decides it',
};

/** Conditions on attributes that Istio does not have, or that have nothing to compare. */
export function* checkCondition(condition: Field): Iterable<SchemaViolation> {
  const key = condition.at('key');
  const values = condition.at('values');
  if (key.text === undefined) return;
  if (key.text === '') yield missingField(key, 'the attribute to compare');
  else if (values.isEmpty && condition.at('notValues').isEmpty)
    yield missingField(values, 'values or notValues, because the condition has no effect without them');
  else {
    yield* checkKey(key, key.text);
    yield* checkTexts(condition, ['values', 'notValues'], Object.hasOwn(KEYS, key.text) ? KEYS[key.text] : undefined);
  }
}

function* checkKey(field: Field, key: string): Iterable<SchemaViolation> {
  if (Object.hasOwn(KEYS, key)) return;
  const prefix = KEYED.find((candidate) => key.startsWith(candidate));
  if (prefix !== undefined) {
    const expected = prefix.endsWith('.') ? `${prefix}<filter>[<key>]` : `${prefix}[<name>]`;
    if (!MEMBER.test(key)) yield notAllowed(field, { expected, fix: 'Name the member in brackets.' });
    return;
  }
  const elsewhere = Object.entries(ELSEWHERE).find(([attribute]) => key.startsWith(attribute));
  if (elsewhere !== undefined) {
    yield notAllowed(field, {
      expected: `nothing, because ${elsewhere[1]}`,
      fix: 'Use another attribute. Without the condition, the rule applies to more requests.',
    });
    return;
  }
  const known = [...Object.keys(KEYS), 'request.headers[<name>]', 'request.auth.claims[<name>]'];
  const meant = nearest(key, known);
  yield notAllowed(field, {
    expected: `one of ${known.join(', ')}`,
    fix: meant === undefined ? 'Use one of them.' : `Write "${meant}".`,
  });
}
