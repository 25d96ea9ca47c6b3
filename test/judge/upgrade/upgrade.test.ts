import { describe, expect, test } from 'vitest';
import type { Step } from '../../../lib/judge/upgrade/request.js';
import { consequencesOf } from '../../../lib/judge/upgrade/upgrade.js';
import { documents, object } from '../../support/manifests.js';
import { istioWith } from './changes/example.js';
import { NATS_EXAMPLES } from './changes/nats.js';
import { clusterOf } from './cluster.js';

async function said(text: string, project: Step['project'], from: string, to: string) {
  const steps = [{ project, from, to, origin: 'stated' }] as const;
  const { consequences } = await consequencesOf({ cluster: clusterOf(text), steps });
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
  const { consequences } = await consequencesOf({ cluster: clusterOf(imports), steps: [] });
  expect(consequences).toEqual([]);
});
