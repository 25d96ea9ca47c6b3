import { describe, expect, test } from 'vitest';
import { effectsOn, findingsOn } from '../objects.js';

const webhook = {
  name: 'pods.webhooks.example.com',
  admissionReviewVersions: ['v1'],
  sideEffects: 'None',
  clientConfig: { service: { name: 'hooks', namespace: 'hooks', path: '/validate/pods' } },
  rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
};
const configuration = (webhooks: readonly object[], kind = 'ValidatingWebhookConfiguration') =>
  JSON.stringify({ apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'a' }, webhooks });

/** What is found on a webhook with those fields, each up to its fix. */
async function onWebhook(fields: object, kind?: string): Promise<string[]> {
  const found = await findingsOn(configuration([{ ...webhook, ...fields }], kind));
  return found.map((line) => line.split(' | ')[0] ?? '');
}
const onRule = (fields: object) => onWebhook({ rules: [{ ...webhook.rules[0], ...fields }] });
const onService = (fields: object) =>
  onWebhook({ clientConfig: { service: { ...webhook.clientConfig.service, ...fields } } });

const FULL_NAME = 'a DNS name of at least three parts, such as pods.webhooks.example.com';
const VERSION = 'at most 63 of a-z, 0-9 and -, with a letter first and a letter or digit last';
const KEY =
  'an optional DNS name and /, then at most 63 letters, digits, -, _ and ., with a letter or digit at both ends';
const URL_WORDS = 'https://, a host, and a path without user, query and fragment';
const PATH_WORDS = 'a path such as /validate, whose segments are DNS names';

describe('webhooks', () => {
  test.each(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'])(
    'of a %s are in order',
    async (kind) => {
      expect(await onWebhook({}, kind)).toEqual([]);
      expect(await onWebhook({ name: 'example.com' }, kind)).toHaveLength(1);
    },
  );

  test.each([
    [{ name: '' }, `missing-field webhooks[0].name: nothing -> ${FULL_NAME}`],
    [{ name: 'example.com' }, `invalid-name webhooks[0].name: "example.com" -> ${FULL_NAME}`],
    [{ name: 'A.example.com' }, `invalid-name webhooks[0].name: "A.example.com" -> ${FULL_NAME}`],
    [{ timeoutSeconds: 0 }, 'value-not-allowed webhooks[0].timeoutSeconds: 0 -> at least 1'],
    [{ timeoutSeconds: 31 }, 'value-not-allowed webhooks[0].timeoutSeconds: 31 -> at most 30'],
    [{ sideEffects: 'Some' }, 'value-not-allowed webhooks[0].sideEffects: "Some" -> one of None, NoneOnDryRun'],
    [
      { clientConfig: {} },
      'value-not-allowed webhooks[0].clientConfig: a mapping with none of them -> exactly one of service, url',
    ],
    [
      { clientConfig: { ...webhook.clientConfig, url: 'https://hooks.example.com' } },
      'value-not-allowed webhooks[0].clientConfig: a mapping with service and url -> exactly one of service, url',
    ],
    [
      { admissionReviewVersions: [] },
      'missing-field webhooks[0].admissionReviewVersions: nothing -> one of v1, v1beta1',
    ],
    [
      { admissionReviewVersions: ['v1', 'v1'] },
      'duplicate-key webhooks[0].admissionReviewVersions[1]: "v1" again -> each version once',
    ],
    [{ admissionReviewVersions: ['v1', ''] }, `invalid-name webhooks[0].admissionReviewVersions[1]: "" -> ${VERSION}`],
    [
      { admissionReviewVersions: ['v2'] },
      'value-not-allowed webhooks[0].admissionReviewVersions: v2 -> one of v1, v1beta1 among them',
    ],
    [
      { namespaceSelector: { matchExpressions: [{ key: '', operator: 'Exists' }] } },
      `value-not-allowed webhooks[0].namespaceSelector.matchExpressions[0].key: "" -> ${KEY}`,
    ],
    [
      { objectSelector: { matchExpressions: [{ key: 'a', operator: 'NotIn', values: [] }] } },
      'value-not-allowed webhooks[0].objectSelector.matchExpressions[0].values: no value -> at least one value, for NotIn',
    ],
    [
      { matchConditions: [{ name: 'a b', expression: 'true' }] },
      `invalid-name webhooks[0].matchConditions[0].name: "a b" -> ${KEY}`,
    ],
    [
      { matchConditions: [{ name: 'a', expression: ' ' }] },
      'missing-field webhooks[0].matchConditions[0].expression: nothing -> a CEL expression',
    ],
    [
      {
        matchConditions: [
          { name: 'a', expression: 'true' },
          { name: 'a', expression: 'false' },
        ],
      },
      'duplicate-key webhooks[0].matchConditions[1].name: "a" again -> a name that webhooks[0].matchConditions[0] does not have',
    ],
  ])('fails %j', async (fields, found) => expect(await onWebhook(fields)).toEqual([`schema/${found}`]));

  test('says that a version which the API server does not send has no effect', async () => {
    expect(await effectsOn(configuration([{ ...webhook, admissionReviewVersions: ['v2'] }]))).toEqual([
      'The API server sends no other version.',
    ]);
  });

  test('fails two with the same name', async () => {
    expect(await findingsOn(configuration([webhook, webhook]))).toEqual([
      'schema/duplicate-key webhooks[1].name: "pods.webhooks.example.com" again -> a name that webhooks[0] does not have | Rename or remove one of the two.',
    ]);
  });

  test.each([
    [{ name: '' }, 'missing-field webhooks[0].clientConfig.service.name: nothing -> the name of the Service'],
    [
      { namespace: '' },
      'missing-field webhooks[0].clientConfig.service.namespace: nothing -> the namespace of the Service',
    ],
    [{ port: 65536 }, 'value-not-allowed webhooks[0].clientConfig.service.port: 65536 -> at most 65535'],
    [{ path: 'a' }, `value-not-allowed webhooks[0].clientConfig.service.path: "a" -> ${PATH_WORDS}`],
    [{ path: '//' }, `value-not-allowed webhooks[0].clientConfig.service.path: "//" -> ${PATH_WORDS}`],
    [{ path: '/A' }, `value-not-allowed webhooks[0].clientConfig.service.path: "/A" -> ${PATH_WORDS}`],
  ])('fails a Service with %j', async (fields, found) => expect(await onService(fields)).toEqual([`schema/${found}`]));

  test.each(['', '/', '/a/b.c/'])('accepts the path %j of a Service', async (path) => {
    expect(await onService({ path })).toEqual([]);
  });

  test.each([
    'hooks.example.com',
    'http://hooks.example.com',
    'https://user@hooks.example.com',
    'https://hooks.example.com?a=b',
    'https://hooks.example.com#a',
  ])('fails the URL %s', async (url) => {
    expect(await onWebhook({ clientConfig: { url } })).toEqual([
      `schema/value-not-allowed webhooks[0].clientConfig.url: "${url}" -> ${URL_WORDS}`,
    ]);
  });

  test('accepts a URL with a port and a path, and version v1beta1', async () => {
    expect(
      await onWebhook({
        clientConfig: { url: 'https://hooks.example.com:8443/a' },
        admissionReviewVersions: ['v2', 'v1beta1'],
      }),
    ).toEqual([]);
  });
});

describe('rules of webhooks', () => {
  test('fail without what they match', async () => {
    expect((await onWebhook({ rules: [{}] })).map((line) => line.split(' -> ')[0])).toEqual(
      ['apiGroups', 'apiVersions', 'operations', 'resources'].map(
        (field) => `schema/missing-field webhooks[0].rules[0].${field}: nothing`,
      ),
    );
  });

  test.each([
    [{ apiGroups: [] }, 'missing-field', 'apiGroups: nothing -> at least one API group; the core group is ""'],
    [
      { apiVersions: [''] },
      'missing-field',
      'apiVersions[0]: nothing -> text, because no apiVersion has an empty name',
    ],
    [{ resources: [''] }, 'missing-field', 'resources[0]: nothing -> text, because no resource has an empty name'],
    [{ apiGroups: ['*', ''] }, 'value-not-allowed', 'apiGroups: * with other items -> only *, which includes them'],
    [
      { apiVersions: ['v1', '*'] },
      'value-not-allowed',
      'apiVersions: * with other items -> only *, which includes them',
    ],
    [{ operations: ['*', '*'] }, 'value-not-allowed', 'operations: * with other items -> only *, which includes them'],
    [
      { resources: ['*/*', 'a'] },
      'value-not-allowed',
      'resources: */* with other items -> only */*, which includes them',
    ],
    [
      { resources: ['*', 'a'] },
      'value-not-allowed',
      'resources: * with other resources -> only *, which includes them',
    ],
    [{ resources: ['a/*', 'a/b'] }, 'value-not-allowed', 'resources[1]: "a/b" after a/* -> nothing that a/* includes'],
    [{ resources: ['*/b', 'a/b'] }, 'value-not-allowed', 'resources[1]: "a/b" after */b -> nothing that */b includes'],
  ])('fail with %j', async (fields, rule, found) => {
    expect(await onRule(fields)).toEqual([`schema/${rule} webhooks[0].rules[0].${found}`]);
  });

  test.each([
    { resources: ['*'] },
    { resources: ['*/*'] },
    { resources: ['*', 'a/b'] },
    { resources: ['a', '*'] },
    { resources: ['a/b', 'a/*'] },
    { operations: ['*'], apiGroups: ['*'], apiVersions: ['*'] },
  ])('accept %j, as the API server does', async (fields) => expect(await onRule(fields)).toEqual([]));
});
