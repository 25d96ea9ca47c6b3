import { nearest } from '../../../../formats/did-you-mean.js';
import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { type Fault, listVerdicts, networkFault, portFault, serviceAccountFault, wildcardFault } from './texts.js';

const KEYS: Readonly<Record<string, ((text: string) => Fault) | undefined>> = {
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
  'destination.namespace': "the policy's own namespace says it",
  'destination.labels': "the policy's selector says it",
};

/** Conditions on attributes that Istio does not have, or that have nothing to compare. */
export function conditionVerdicts(at: Segments, condition: JsonObject): Verdict[] {
  const { key, notValues, values } = condition;
  if (typeof key !== 'string') return [];
  if (key === '') return [missing([...at, 'key'], 'the attribute to compare')];
  if (isEmpty(values) && isEmpty(notValues))
    return [missing([...at, 'values'], 'values or notValues, for without them the condition says nothing')];
  return [
    ...keyVerdicts([...at, 'key'], key),
    ...listVerdicts(at, condition, ['values', 'notValues'], Object.hasOwn(KEYS, key) ? KEYS[key] : undefined),
  ];
}

function keyVerdicts(at: Segments, key: string): Verdict[] {
  if (Object.hasOwn(KEYS, key)) return [];
  const got = JSON.stringify(key);
  const prefix = KEYED.find((candidate) => key.startsWith(candidate));
  if (prefix !== undefined) {
    if (MEMBER.test(key)) return [];
    const form = prefix.endsWith('.') ? `${prefix}<filter>[<key>]` : `${prefix}[<name>]`;
    return [refused(at, got, form, 'Name the member in brackets.')];
  }
  const elsewhere = Object.entries(ELSEWHERE).find(([attribute]) => key.startsWith(attribute));
  if (elsewhere !== undefined)
    return [
      refused(
        at,
        got,
        `nothing, for ${elsewhere[1]}`,
        'Say what is meant by another attribute; without the condition the rule is for more requests.',
      ),
    ];
  const known = [...Object.keys(KEYS), 'request.headers[<name>]', 'request.auth.claims[<name>]'];
  const meant = nearest(key, known);
  return [
    refused(at, got, `one of ${known.join(', ')}`, meant === undefined ? 'Use one of them.' : `Write "${meant}".`),
  ];
}
