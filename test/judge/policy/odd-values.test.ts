import { expect, test } from 'vitest';
import { judge } from '../../../lib/judge/policy/judge.js';
import { allRules } from '../../../lib/judge/policy/rules/all.js';
import { validate } from '../../../lib/judge/schema/validate.js';
import { parseManifests } from '../../../lib/manifest/load.js';

test('no rule crashes on objects in the place of text', async () => {
  const odd = { toString: 1 };
  const yaml = [
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', namespace: 'n' }, spec: { type: odd } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', namespace: 'n', labels: { a: 'b' } },
      spec: { containers: [{ name: 'a', livenessProbe: { httpGet: { path: '/', port: odd } } }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'a', namespace: 'n' },
      spec: { podSelector: {}, ingress: [{ ports: [{ port: odd }] }] },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'constructor' },
      webhooks: [],
    },
  ].map((object) => JSON.stringify(object));
  const { resources } = parseManifests(yaml.join('\n---\n'), 'odd.yaml');
  const { crashes } = await judge([{ name: 'c', resources }], {
    rules: allRules,
    validators: [{ name: 'schema', validate }],
  });
  expect(crashes).toEqual([]);
});
