import { describe, expect, test } from 'vitest';
import type { Step } from '../../../lib/judge/upgrade/request.js';
import { consequencesOf } from '../../../lib/judge/upgrade/upgrade.js';
import { documents, object } from '../../support/manifests.js';
import { istioWith } from './changes/example.js';
import { NATS_EXAMPLES } from './changes/nats.js';
import { clusterOf } from './cluster.js';

async function said(text: string, project: Step['project'], from: string, to: string) {
  const steps = [{ project, from, to, origin: 'stated' }] as const;
  const { consequences } = await consequencesOf({ cluster: clusterOf(text), steps, current: [] });
  return consequences.map(({ release, weight, what, action }) => ({ release, weight, what, action }));
}

const imports = NATS_EXAMPLES.find(({ id }) => id === 'nats/leaf-permissions-follow-imports')?.concerned ?? '';
const WHAT =
  'Permissions of a leafnode link apply to the subject after the import of its account, the one that the link carries.';

describe('a change that several lines got', () => {
  test.each([
    ['2.14.2', '2.14.8', '2.14.8'],
    ['2.12.4', '2.15.3', '2.14.8'],
    ['2.15.0', '2.15.3', '2.15.1'],
    ['2.14', '2.15.3', '2.14.8'],
  ])('is met between %s and %s', async (from, to, release) => {
    const [first, ...others] = await said(imports, 'nats', from, to);
    expect(first).toMatchObject({ release, weight: 'behavior', what: WHAT });
    expect(others).toEqual([]);
  });

  test.each([
    ['2.14.2', '2.14.7'],
    ['2.14.8', '2.15.1'],
    ['2.15.1', '2.15.3'],
  ])('is not met between %s and %s', async (from, to) => {
    expect(await said(imports, 'nats', from, to)).toEqual([]);
  });

  test('is undone by a later line that does not have it yet', async () => {
    expect(await said(imports, 'nats', '2.14.8', '2.15.0')).toEqual([
      {
        release: '2.15.0',
        weight: 'behavior',
        what: `NATS 2.15.0 lacks a change that 2.14.8 has: ${WHAT}`,
        action: 'Upgrade to NATS 2.15.1 or later instead.',
      },
    ]);
  });
});

test('consequences are in the order of releases, and of weight within one', async () => {
  const text = documents(
    object('security.istio.io/v1', 'RequestAuthentication', 'spec: { jwtRules: [{ issuer: a }] }'),
    istioWith('{ global: { platform: openshift } }'),
  );
  expect((await said(text, 'istio', '1.30', '1.32')).map(({ release, weight }) => `${release} ${weight}`)).toEqual([
    '1.31 behavior',
    '1.32 behavior',
    '1.32 new',
  ]);
});

test('an upgrade without a step changes nothing', async () => {
  const { consequences } = await consequencesOf({ cluster: clusterOf(imports), steps: [], current: [] });
  expect(consequences).toEqual([]);
});

describe('a project whose start is assumed', () => {
  const unusedOf = async (text: string, project: Step['project'], origin: Step['origin'] = 'assumed') => {
    const steps = [{ project, from: '2.19', to: '2.20', origin }] as const;
    return (await consequencesOf({ cluster: clusterOf(text), steps, current: [] })).unused;
  };
  const meshed = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: web }] }
`;

  test('is not used if nothing among the objects belongs to it', async () => {
    expect(await unusedOf(meshed, 'istio')).toEqual(['istio']);
    expect(await unusedOf(meshed, 'nats')).toEqual(['nats']);
    expect(await unusedOf(meshed, 'cert-manager')).toEqual(['cert-manager']);
  });

  test('is used if an object is of one of its kinds, joins its mesh or runs its server', async () => {
    expect(await unusedOf(object('cert-manager.io/v1', 'Issuer', 'spec: {}'), 'cert-manager')).toEqual([]);
    expect(await unusedOf(meshed, 'linkerd')).toEqual([]);
    expect(await unusedOf(istioWith('{}'), 'istio')).toEqual([]);
    expect(await unusedOf(imports, 'nats')).toEqual([]);
    expect(await unusedOf(meshed, 'kubernetes')).toEqual([]);
  });

  test('is used if its start is stated', async () => {
    expect(await unusedOf(meshed, 'istio', 'stated')).toEqual([]);
  });
});
