import { dnsSubdomain, isKey, keyWords, matches, serviceName } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { duplicateKey, invalidName, missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { repeated } from './duplicates.js';
import { exactlyOne } from './exactly-one.js';
import { checkWebhookRule } from './webhook-rules.js';

const KINDS = [
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration',
];
/** Versions of AdmissionReview that the API server can send. */
const REVIEWS = ['v1', 'v1beta1'];
const URL_WORDS = 'https://, a host, and a path without user, query and fragment';
const PATH_WORDS = 'a path such as /validate, whose segments are DNS names';

/**
 * Webhooks without a full name, without one address, or with rules that match nothing.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
export function* checkWebhooks(object: Field, kind: string): Iterable<SchemaViolation> {
  if (!KINDS.includes(kind)) return;
  const webhooks = object.at('webhooks').items;
  yield* repeated(webhooks, ['name']);
  for (const webhook of webhooks) {
    yield* checkName(webhook.at('name'));
    yield* checkAddress(webhook.at('clientConfig'));
    yield* checkReviewVersions(webhook.at('admissionReviewVersions'));
    for (const rule of webhook.at('rules').items) yield* checkWebhookRule(rule);
    yield* checkConditions(webhook.at('matchConditions').items);
  }
}

function* checkName(name: Field): Iterable<SchemaViolation> {
  const { text } = name;
  const expected = 'a DNS name of at least three parts, such as pods.webhooks.example.com';
  if (text === '') yield missingField(name, expected);
  else if (text !== undefined && (!matches(text, dnsSubdomain) || text.split('.').length < 3))
    yield invalidName(name, expected, 'Rename the webhook.');
}

function* checkAddress(client: Field): Iterable<SchemaViolation> {
  if (!client.isSet) return;
  const url = client.at('url');
  const service = client.at('service');
  yield* exactlyOne(client, ['service', 'url']);
  if (url.text !== undefined && !isWebhookUrl(url.text))
    yield notAllowed(url, { expected: URL_WORDS, fix: 'Correct the URL.' });
  for (const field of ['name', 'namespace'])
    if (service.at(field).value === '') yield missingField(service.at(field), `the ${field} of the Service`);
  const path = service.at('path');
  if (path.text !== undefined && !isServicePath(path.text))
    yield notAllowed(path, { expected: PATH_WORDS, fix: 'Correct the path.' });
}

function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  return protocol === 'https:' && hostname !== '' && [username, password, search, hash].every((part) => part === '');
}

function isServicePath(path: string): boolean {
  if (path === '' || path === '/') return true;
  if (!path.startsWith('/')) return false;
  const segments = path.slice(1).replace(/\/$/, '').split('/');
  return segments.every((segment) => matches(segment, dnsSubdomain));
}

function* checkReviewVersions(versions: Field): Iterable<SchemaViolation> {
  const expected = `one of ${REVIEWS.join(', ')}`;
  if (versions.isSet && versions.isEmpty) yield missingField(versions, expected);
  const seen = new Set<string>();
  for (const version of versions.items) {
    if (version.text === undefined) continue;
    if (seen.has(version.text)) yield duplicateKey(version, 'each version once', { fix: 'Remove it.' });
    else if (!matches(version.text, serviceName))
      yield invalidName(version, serviceName.words, `Write ${REVIEWS[0]}, which the API server sends.`);
    seen.add(version.text);
  }
  if (versions.texts.length > 0 && !REVIEWS.some((version) => seen.has(version)))
    yield notAllowed(versions, {
      got: versions.texts.join(', '),
      expected: `${expected} among them`,
      effect: 'The API server sends no other version.',
      fix: `Add ${REVIEWS[0]}.`,
    });
}

function* checkConditions(conditions: readonly Field[]): Iterable<SchemaViolation> {
  yield* repeated(conditions, ['name']);
  for (const condition of conditions) {
    const { text: name } = condition.at('name');
    if (name !== undefined && !isKey(name)) yield invalidName(condition.at('name'), keyWords, 'Rename the condition.');
    if (condition.at('expression').text?.trim() === '')
      yield missingField(condition.at('expression'), 'a CEL expression');
  }
}
