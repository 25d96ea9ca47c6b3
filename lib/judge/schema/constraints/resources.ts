import { isKey, keyWords } from '../../../formats/name-syntax.js';
import { parseQuantity } from '../../../formats/quantity.js';
import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';
import type { PodTemplate } from './pod-template.js';

const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
const HUGE_PAGES = /^hugepages-./;

/**
 * Requests and limits of resources that no container can have, or of less than nothing.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export function* checkResources({ containers }: PodTemplate): Iterable<SchemaViolation> {
  for (const container of containers)
    for (const kind of ['limits', 'requests'])
      for (const [name, amount] of container.at('resources', kind).entries) yield* checkResource(name, amount);
}

function* checkResource(name: string, amount: Field): Iterable<SchemaViolation> {
  const quantity = parseQuantity(amount.value);
  if (!isResource(name))
    yield notAllowed(amount, {
      got: `the resource ${JSON.stringify(name)}`,
      expected: name.includes('/') ? keyWords : `${COMPUTE.join(', ')}, hugepages-<size>, or a name with a domain`,
      fix: 'Correct the name of the resource.',
    });
  else if (quantity !== undefined && quantity < 0n)
    yield notAllowed(amount, { expected: 'at least 0', fix: 'Use at least 0.' });
}

function isResource(name: string): boolean {
  return name.includes('/') ? isKey(name) : COMPUTE.includes(name) || HUGE_PAGES.test(name);
}
