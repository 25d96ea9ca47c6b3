import { isKey, keyWords, valueWords } from '../../../../formats/name-syntax.js';
import type { Json, JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import { atMostOne } from '../exactly-one.js';

/** Istio does not ask how long a value is. */
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  Service: ['', 'core'],
  ServiceEntry: ['networking.istio.io'],
  Gateway: ['gateway.networking.k8s.io'],
  GatewayClass: ['gateway.networking.k8s.io'],
};

/** Reports labels of a workload selector that no pod can have: empty keys, and wildcards, which are taken literally. */
export function labelsToSelect(at: Segments, labels: Json | undefined): Verdict[] {
  return Object.entries(mapping(labels)).flatMap(([key, value]) => {
    const place = [...at, key];
    if (key === '')
      return [refused(place, 'an empty key', 'the key of a label', 'Name the label, or remove the entry.')];
    if (!key.includes('*') && !(typeof value === 'string' && value.includes('*'))) return [];
    const got = JSON.stringify(key.includes('*') ? key : value);
    return [refused(place, got, 'a label without *, for selectors know no wildcard', 'Name one label and one value.')];
  });
}

/** Reports a policy that says more than once what it applies to, or names what no policy can apply to. */
export function policyTargets(spec: JsonObject): Verdict[] {
  const { selector, targetRef, targetRefs } = spec;
  return [
    ...atMostOne(['spec'], spec, ['selector', 'targetRef', 'targetRefs']),
    ...labelsToSelect(['spec', 'selector', 'matchLabels'], mapping(selector)['matchLabels']),
    ...(isSet(targetRef) ? targetVerdicts(['spec', 'targetRef'], mapping(targetRef)) : []),
    ...mappings(targetRefs).flatMap(([index, target]) => targetVerdicts(['spec', 'targetRefs', index], target)),
  ];
}

function targetVerdicts(at: Segments, target: JsonObject): Verdict[] {
  const { group, kind, name } = target;
  const verdicts = foreignNamespace(at, target);
  if (name === '') verdicts.push(missing([...at, 'name'], 'the name of what the policy applies to'));
  const groups = typeof kind === 'string' && Object.hasOwn(TARGETS, kind) ? TARGETS[kind] : undefined;
  const given = typeof group === 'string' ? group : '';
  if (typeof kind === 'string' && groups === undefined)
    verdicts.push(
      refused([...at, 'kind'], JSON.stringify(kind), `one of ${Object.keys(TARGETS).join(', ')}`, 'Use one of them.'),
    );
  else if (groups !== undefined && !groups.includes(given)) {
    const expected = groups[0] === '' ? 'no group' : `"${groups[0]}"`;
    verdicts.push(refused([...at, 'group'], JSON.stringify(given), `${expected}, for a ${kind}`, `Write ${expected}.`));
  }
  return verdicts;
}

/** Reports a target in a namespace of its own: Istio looks in the policy's alone. */
export function foreignNamespace(at: Segments, { namespace }: JsonObject): Verdict[] {
  if (typeof namespace !== 'string' || namespace === '') return [];
  return [
    refused(
      [...at, 'namespace'],
      JSON.stringify(namespace),
      'nothing, for a policy applies within its own namespace',
      'Remove it, and put the policy into the namespace of its target.',
    ),
  ];
}

/** Reports labels that no pod can have. */
export function istioLabels(at: Segments, labels: Json | undefined): Verdict[] {
  return Object.entries(mapping(labels)).flatMap(([key, value]) => {
    const place = [...at, key];
    if (!isKey(key.toLowerCase()))
      return [refused(place, `the key ${JSON.stringify(key)}`, keyWords, 'Rename the key.')];
    if (typeof value !== 'string' || LABEL_VALUE.test(value)) return [];
    return [refused(place, JSON.stringify(value), valueWords, 'Name the value of a label.')];
  });
}
