import { isKey, isLabelValue, keyWords, valueWords } from '../../../formats/name-syntax.js';
import type { Json, JsonObject } from '../../../manifest/object.js';
import type { Segments } from '../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../fields.js';
import { refused, type Verdict } from '../verdict.js';
import { podTemplate } from './pod-templates.js';

const SET_OPERATORS = ['In', 'NotIn'];
const PRESENCE_OPERATORS = ['Exists', 'DoesNotExist'];

/**
 * Label selectors with a key, value or operator that no label can answer.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function checkLabelSelectors(object: JsonObject): Verdict[] {
  return placesOf(object).flatMap(([at, selector]) => selectorVerdicts(at, mapping(selector)));
}

function placesOf(object: JsonObject): readonly (readonly [Segments, Json | undefined])[] {
  const spec = mapping(object['spec']);
  const kind = String(object['kind']);
  if (kind === 'PodDisruptionBudget' || (kind !== 'Pod' && podTemplate(object) !== undefined))
    return kind === 'ReplicationController' ? [] : [[['spec', 'selector'], spec['selector']]];
  if (kind !== 'NetworkPolicy' || object['apiVersion'] !== 'networking.k8s.io/v1') return [];
  const peers = [
    ['ingress', 'from'],
    ['egress', 'to'],
  ].flatMap(([list = '', side = '']) =>
    mappings(spec[list]).flatMap(([rule, entry]) =>
      mappings(entry[side]).flatMap(([index, peer]) =>
        ['podSelector', 'namespaceSelector'].map(
          (field) => [['spec', list, rule, side, index, field], peer[field]] as const,
        ),
      ),
    ),
  );
  return [[['spec', 'podSelector'], spec['podSelector']], ...peers];
}

function selectorVerdicts(at: Segments, selector: JsonObject): Verdict[] {
  const verdicts = Object.entries(mapping(selector['matchLabels'])).flatMap(([key, value]) => {
    return labelVerdicts([...at, 'matchLabels', key], key, value);
  });
  for (const [index, { key, operator, values }] of mappings(selector['matchExpressions'])) {
    const place = [...at, 'matchExpressions', index];
    if (typeof key === 'string' && !isKey(key))
      verdicts.push(refused([...place, 'key'], JSON.stringify(key), keyWords, 'Name the key of a label.'));
    const known = [...SET_OPERATORS, ...PRESENCE_OPERATORS];
    if (typeof operator !== 'string') continue;
    if (!known.includes(operator))
      verdicts.push(
        refused([...place, 'operator'], JSON.stringify(operator), `one of ${known.join(', ')}`, 'Use one of them.'),
      );
    if (SET_OPERATORS.includes(operator) && isEmpty(values))
      verdicts.push(
        refused([...place, 'values'], 'no value', `at least one value, for ${operator}`, 'Add the values.'),
      );
    if (PRESENCE_OPERATORS.includes(operator) && isSet(values) && !isEmpty(values))
      verdicts.push(refused([...place, 'values'], 'values', `none, for ${operator}`, 'Remove the values.'));
    for (const [position, value] of (Array.isArray(values) ? values : []).entries())
      if (typeof value === 'string' && !isLabelValue(value))
        verdicts.push(
          refused([...place, 'values', position], JSON.stringify(value), valueWords, 'Name the value of a label.'),
        );
  }
  return verdicts;
}

function labelVerdicts(at: Segments, key: string, value: Json): Verdict[] {
  if (!isKey(key)) return [refused(at, `the key ${JSON.stringify(key)}`, keyWords, 'Name the key of a label.')];
  if (typeof value !== 'string' || isLabelValue(value)) return [];
  return [refused(at, JSON.stringify(value), valueWords, 'Name the value of a label.')];
}
