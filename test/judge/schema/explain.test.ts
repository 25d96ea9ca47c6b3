import { describe, expect, test } from 'vitest';
import { kindIndex } from '../../../imports/kinds.js';
import { effectsOn, findingsOn, valid } from './objects.js';

async function weakened(text: string, from: string, to: string): Promise<string> {
  expect(text).toContain(from);
  return (await findingsOn(text.replace(from, to))).join('\n');
}

const first = 'spec.template.spec.containers[0]';

describe('explain', () => {
  test.each([
    [
      'an unknown field that is near a known one',
      'allowPrivilegeEscalation',
      'allowPriviledgeEscalation',
      `schema/unknown-field ${first}.securityContext.allowPriviledgeEscalation: the unknown field "allowPriviledgeEscalation" -> "allowPrivilegeEscalation" | Rename it to "allowPrivilegeEscalation", or keep it with a waiver if the release that you run knows it.`,
    ],
    [
      'an unknown field that is near none',
      'emptyDir: {}',
      'emptyDir: { zzzzzz: 1 }',
      'schema/unknown-field spec.template.spec.volumes[0].emptyDir.zzzzzz: the unknown field "zzzzzz" -> one of medium, mode, sizeLimit | Correct its name, or keep it with a waiver if the release that you run knows it.',
    ],
    [
      'a missing field',
      '- name: app\n          image',
      '- image',
      `schema/missing-field ${first}.name: nothing -> a string | Add "name", a string.`,
    ],
    [
      'a number in quotes',
      'replicas: 2',
      'replicas: "2"',
      'schema/wrong-type spec.replicas: "2" -> a 32-bit integer | Write it without quotes.',
    ],
    [
      'a truth value in quotes',
      'allowPrivilegeEscalation: false',
      'allowPrivilegeEscalation: "false"',
      `schema/wrong-type ${first}.securityContext.allowPrivilegeEscalation: "false" -> true or false | Write it without quotes.`,
    ],
    [
      'text without quotes',
      'value: "1"',
      'value: 1',
      `schema/wrong-type ${first}.env[0].value: 1 -> a string | Write it in quotes.`,
    ],
    [
      'a mapping for a list',
      'drop: [ALL]',
      'drop: {}',
      `schema/wrong-type ${first}.securityContext.capabilities.drop: a mapping -> a list | Write a list.`,
    ],
    [
      'a list for a mapping',
      'emptyDir: {}',
      'emptyDir: []',
      'schema/wrong-type spec.template.spec.volumes[0].emptyDir: an empty list -> a mapping | Write a mapping.',
    ],
    [
      'a list for a quantity',
      'cpu: 100m',
      'cpu: [1, 2]',
      `schema/wrong-type ${first}.resources.requests.cpu: a list of 2 -> a quantity such as 100m, 0.5, 64Mi or 2Gi | Write a quantity such as 100m, 0.5, 64Mi or 2Gi.`,
    ],
    [
      'a value outside a closed set',
      'protocol: TCP',
      'protocol: tcp',
      `schema/value-not-allowed ${first}.ports[0].protocol: "tcp" -> one of SCTP, TCP, UDP | Write "TCP".`,
    ],
    [
      'a value far outside a closed set',
      'protocol: TCP',
      'protocol: carrier-pigeon',
      `schema/value-not-allowed ${first}.ports[0].protocol: "carrier-pigeon" -> one of SCTP, TCP, UDP | Use one of the allowed values.`,
    ],
    [
      'text that is not a quantity',
      'cpu: 100m',
      'cpu: 100 m',
      `schema/value-not-allowed ${first}.resources.requests.cpu: "100 m" -> a quantity such as 100m, 0.5, 64Mi or 2Gi | Write a quantity such as 100m, 0.5, 64Mi or 2Gi.`,
    ],
    [
      'a number beyond its size',
      'replicas: 2',
      'replicas: 4294967296',
      'schema/value-not-allowed spec.replicas: 4294967296 -> a 32-bit integer | Write a 32-bit integer.',
    ],
  ])('fails %s', async (_, from, to, expected) => {
    expect(await weakened(valid.deployment, from, to)).toBe(expected);
  });

  test('fails neither and both of two exclusive fields with one finding each', async () => {
    expect(await weakened(valid.server, '  podSelector: { matchLabels: { app: web } }\n', '')).toBe(
      'schema/value-not-allowed spec: a mapping with none of them -> exactly one of podSelector, externalWorkloadSelector | Add one of podSelector, externalWorkloadSelector.',
    );
    expect(await weakened(valid.server, 'port: http', 'port: http\n  externalWorkloadSelector: {}')).toBe(
      'schema/value-not-allowed spec: a mapping with podSelector and externalWorkloadSelector -> exactly one of podSelector, externalWorkloadSelector | Keep one of podSelector and externalWorkloadSelector, and remove the others.',
    );
  });

  test('fails a fraction where an integer or a string belongs', async () => {
    expect(await weakened(valid.server, 'port: http', 'port: 1.5')).toBe(
      'schema/wrong-type spec.port: 1.5 -> an integer or a string | Write it in quotes.',
    );
  });

  test("fails what only Linkerd's webhook knows", async () => {
    expect(await weakened(valid.server, 'proxyProtocol: opaque', 'proxyProtocol: opaqe')).toBe(
      'schema/value-not-allowed spec.proxyProtocol: "opaqe" -> one of unknown, HTTP/1, HTTP/2, gRPC, opaque, TLS | Write "opaque".',
    );
  });

  test('fails a constant that differs', async () => {
    expect(await weakened(valid.statefulSet, 'kind: PersistentVolumeClaim', 'kind: Claim')).toBe(
      'schema/value-not-allowed spec.volumeClaimTemplates[0].kind: "Claim" -> "PersistentVolumeClaim" | Write "PersistentVolumeClaim", or remove it.',
    );
  });

  const route = (fields: string) => `
apiVersion: policy.linkerd.io/v1beta3
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec: { ${fields} }
`;

  test('fails a number out of range, text that is too short, a pattern, a duration and a long list', async () => {
    expect(
      await findingsOn(
        route('parentRefs: [{ name: web, port: 70000 }]'),
        route('parentRefs: [{ name: "" }]'),
        route('hostnames: [UPPER]'),
        route('rules: [{ timeouts: { request: 10 seconds } }]'),
        route(`hostnames: [${Array(17).fill('a').join(', ')}]`),
      ),
    ).toEqual([
      'schema/value-not-allowed spec.parentRefs[0].port: 70000 -> at most 65535 | Use at most 65535.',
      'schema/value-not-allowed spec.parentRefs[0].name: "" -> at least 1 character | Use at least 1 character.',
      'schema/value-not-allowed spec.hostnames[0]: "UPPER" -> text that matches ^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ | Change it to match the pattern.',
      'schema/value-not-allowed spec.rules[0].timeouts.request: "10 seconds" -> a duration such as 300ms, 10s or 1h30m | Write a duration such as 300ms, 10s or 1h30m.',
      'schema/value-not-allowed spec.hostnames: a list of 17 -> at most 16 items | Use at most 16 items.',
    ]);
  });

  test('never advises to remove a field that a later release may know, of whatever kind and near whatever name', async () => {
    const versioned = Object.entries(kindIndex).flatMap(([group, kinds]) =>
      Object.entries(kinds).flatMap(([kind, { versions }]) =>
        versions.map(({ version }) => ({ apiVersion: group === '' ? version : `${group}/${version}`, kind })),
      ),
    );
    const advice = await Promise.all(
      versioned.map(async ({ apiVersion, kind }) => {
        const named = `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: a, labls: {} }, presence: REQUIRED }`;
        return (await findingsOn(named)).filter((line) => line.startsWith('schema/unknown-field'));
      }),
    );
    expect(advice.filter((lines) => lines.length > 1).length).toBeGreaterThan(versioned.length / 2);
    expect(advice.flat().filter((line) => /remove|drop|delete/i.test(line.split(' | ')[1] ?? ''))).toEqual([]);
  });

  test('says what follows from an unknown field', async () => {
    expect(await effectsOn(valid.deployment.replace('replicas', 'replica'))).toEqual([
      'A server that does not know the field rejects the object or drops the field, and what the field restricts may be open.',
    ]);
    expect(await effectsOn(valid.deployment.replace('replicas: 2', 'replicas: "2"'))).toEqual([undefined]);
  });

  test('never prints what a Secret holds', async () => {
    const lines = await findingsOn(
      valid.secret.replace('aHVudGVyMg==', '123456'),
      valid.secret.replace('aHVudGVyMg==', '{ a: hunter2 }'),
      valid.secret.replace('data: { token: aHVudGVyMg== }', 'stringData: { token: true }'),
    );
    expect(lines.map((line) => line.split(' -> ')[0])).toEqual([
      'schema/wrong-type data.token: <redacted 6 bytes>',
      'schema/wrong-type data.token: <redacted 15 bytes>',
      'schema/wrong-type stringData.token: <redacted 4 bytes>',
    ]);
    expect(lines.join()).not.toContain('hunter2');
  });
});
