import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';

const LISTS: Readonly<Record<string, string>> = {
  apiGroups: 'at least one API group; the core group is ""',
  apiVersions: 'at least one API version; * means all',
  operations: 'at least one operation; * means all',
  resources: 'at least one resource; * means all',
};
/** Lists in which `*` must be the only item. */
const EXCLUSIVE = ['apiGroups', 'apiVersions', 'operations'];
const NEVER_EMPTY = ['apiVersions', 'resources'];

/** Reports a rule of a webhook that matches no request, or that names again what a wildcard of it includes. */
export function* checkWebhookRule(rule: Field): Iterable<SchemaViolation> {
  for (const [field, expected] of Object.entries(LISTS))
    if (rule.at(field).isEmpty) yield missingField(rule.at(field), expected);
  for (const field of NEVER_EMPTY)
    for (const item of rule.at(field).items)
      if (item.value === '')
        yield missingField(item, `text, because no ${field.slice(0, -1)} has an empty name`, 'Remove it.');
  for (const field of EXCLUSIVE) yield* checkWildcard(rule.at(field), '*');
  const resources = rule.at('resources');
  yield* checkWildcard(resources, '*/*');
  yield* checkResources(resources);
}

function* checkWildcard(list: Field, wildcard: string): Iterable<SchemaViolation> {
  if (list.items.length > 1 && list.texts.includes(wildcard)) yield besides(list, wildcard, 'other items');
}

function* checkResources(resources: Field): Iterable<SchemaViolation> {
  const plain = resources.texts.filter((text) => text !== '' && !text.includes('/'));
  // The API server ignores a wildcard that follows the resources that it includes.
  if (plain.includes('*') && plain.at(-1) !== '*') yield besides(resources, '*', 'other resources');
  const whole = new Set<string>();
  for (const item of resources.items) {
    const [resource = '', ...rest] = (item.text ?? '').split('/');
    if (rest.length === 0) continue;
    const subresource = rest.join('/');
    const including = [`${resource}/*`, `*/${subresource}`].find((wildcard) => whole.has(wildcard));
    if (including !== undefined)
      yield notAllowed(item, {
        got: `${item.quoted} after ${including}`,
        expected: `nothing that ${including} includes`,
        fix: 'Remove it.',
      });
    if (subresource === '*' || resource === '*') whole.add(`${resource}/${subresource}`);
  }
}

function besides(list: Field, wildcard: string, others: string): SchemaViolation {
  return notAllowed(list, {
    got: `${wildcard} with ${others}`,
    expected: `only ${wildcard}, which includes them`,
    fix: `Remove ${wildcard}, or the others.`,
  });
}
