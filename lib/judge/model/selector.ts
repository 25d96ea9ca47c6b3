import { isMapping } from '../../formats/mapping.js';
import type { JsonObject } from '../../manifest/object.js';
import { type Found, listAt, objectAt, stringAt, stringListAt } from '../../manifest/read.js';

type Labels = Readonly<Record<string, string>>;

/** Whether every pair of a plain selector (`Service.spec.selector`, `matchLabels`) is among the labels. */
export function matchesLabels(wanted: JsonObject, labels: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}

/**
 * Whether a LabelSelector matches. An empty selector matches everything, an absent one nothing.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function matchesSelector(selector: Found, labels: Labels): boolean {
  if (!isMapping(selector)) return false;
  if (!matchesLabels(objectAt(selector, 'matchLabels') ?? {}, labels)) return false;
  return listAt(selector, 'matchExpressions').every((expression) => matchesExpression(expression, labels));
}

function matchesExpression(expression: Found, labels: Labels): boolean {
  const key = stringAt(expression, 'key') ?? '';
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const values = stringListAt(expression, 'values');
  switch (stringAt(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
