import { isKey, keyWords } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';

const IDENTITY = ['metadata.name', 'metadata.namespace', 'metadata.uid'];
const LISTS = ['metadata.annotations', 'metadata.labels'];
/** Fields of a pod that an environment variable can have; `spec.host` is the former name of `spec.nodeName`. */
export const VARIABLE_FIELDS = [
  ...IDENTITY,
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
const FORMER = 'spec.host';
/** Fields of a pod that a file of a volume can have. */
export const FILE_FIELDS = [...IDENTITY, ...LISTS];
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [`limits.${name}`, `requests.${name}`]);
const HUGE_PAGES = /^(?:limits|requests)\.hugepages-/;
/** One label or annotation: `metadata.labels['app']`. */
const MEMBER = /^(.+?)\['(.*)'\]$/s;

/**
 * Reports a field of the pod that a container cannot get.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
 */
export function* checkFieldReference(reference: Field, allowed: readonly string[]): Iterable<SchemaViolation> {
  const fieldPath = reference.at('fieldPath');
  const apiVersion = reference.at('apiVersion');
  const { text } = fieldPath;
  if (!apiVersion.isEmpty && apiVersion.value !== 'v1')
    yield notAllowed(apiVersion, { expected: 'v1', fix: 'Remove it: v1 is the default.' });
  if (text === '') yield missingField(fieldPath, 'the field of the pod');
  if (text === undefined || text === '' || allowed.includes(text)) return;
  if (text === FORMER && allowed === VARIABLE_FIELDS) return;
  const [, list = '', key = ''] = MEMBER.exec(text) ?? [];
  if (!LISTS.includes(list)) {
    const expected = `one of ${allowed.join(', ')}, metadata.labels['<key>'], metadata.annotations['<key>']`;
    yield notAllowed(fieldPath, { expected, fix: 'Use one of them.' });
  } else if (!isKey(list === 'metadata.annotations' ? key.toLowerCase() : key))
    yield notAllowed(fieldPath, { expected: `as the key: ${keyWords}`, fix: 'Correct the key.' });
}

/** Reports a resource of a container that a container cannot get. */
export function* checkResourceReference(reference: Field): Iterable<SchemaViolation> {
  const resource = reference.at('resource');
  const { text } = resource;
  if (text === '') yield missingField(resource, 'the resource, such as limits.memory');
  if (text === undefined || text === '' || RESOURCES.includes(text) || HUGE_PAGES.test(text)) return;
  yield notAllowed(resource, { expected: `one of ${RESOURCES.join(', ')}`, fix: 'Use one of them.' });
}
