import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../lib/diagnostic.js';
import { planUpgrade, releasesAt, type StatedReleases, stepName } from '../../../lib/judge/upgrade/request.js';
import { documents, pod } from '../../support/manifests.js';
import { istioWith } from './changes/example.js';
import { clusterOf } from './cluster.js';

const image = (name: string) => pod(`{ containers: [{ name: a, image: "${name}" }] }`);

function plan(texts: readonly string[], from: StatedReleases, to: StatedReleases) {
  const clusters = texts.map((text, index) => clusterOf(text, `c${index}`));
  const { upgrades, problems } = planUpgrade(clusters, from, to);
  return {
    steps: upgrades.map(({ steps }) => steps.map((step) => `${stepName(step)}, ${step.origin}`)),
    current: upgrades.map(({ current }) => current),
    problems: problems.map(formatDiagnostic),
  };
}

describe('an upgrade starts', () => {
  test('where it is stated to', () => {
    expect(plan([istioWith('{}')], { istio: '1.31' }, { istio: '1.32' })).toMatchObject({
      steps: [['Istio 1.31 to 1.32, stated']],
      problems: [],
    });
  });

  test('else from what the objects of each cluster install', () => {
    const texts = [istioWith('{}'), istioWith('{}').replace('v1.30.2', 'v1.31.0')];
    expect(plan(texts, {}, { istio: '1.32' }).steps).toEqual([
      ['Istio 1.30 to 1.32, installed'],
      ['Istio 1.31 to 1.32, installed'],
    ]);
  });

  test('else from the oldest release with schemas, also where what is installed is older', () => {
    expect(plan([image('web:1')], {}, { istio: '1.32', 'cert-manager': '1.20' }).steps).toEqual([
      ['Istio 1.30 to 1.32, assumed', 'cert-manager 1.18 to 1.20, assumed'],
    ]);
    expect(plan([istioWith('{}').replace('v1.30.2', 'v1.24.0')], {}, { istio: '1.32' }).steps).toEqual([
      ['Istio 1.30 to 1.32, assumed'],
    ]);
  });

  test('from the oldest of several servers', () => {
    const text = documents(image('nats:2.14.9'), image('nats:2.14.2-alpine'));
    expect(plan([text], {}, { nats: '2.15.3' }).steps).toEqual([['NATS 2.14.2 to 2.15.3, installed']]);
  });

  test('and leads from one channel of the Gateway API to the other', () => {
    const to = { 'gateway-api': '1.5' };
    expect(plan([image('web:1')], { 'gateway-api': '1.5-experimental' }, to).problems).toEqual([]);
  });
});

describe('refused are', () => {
  test('a downgrade from what is stated', () => {
    expect(plan([image('web:1')], { kubernetes: '1.34' }, { kubernetes: '1.33' }).problems).toEqual([
      '--kubernetes is 1.33, older than 1.34, which --from-kubernetes states, expected a release of Kubernetes after 1.34. Name a later release. Downgrades are not compared.',
    ]);
  });

  test('a downgrade from what is installed, also if that is newer than everything known', () => {
    const fix = 'Name a later release, or state another start with --from-istio. Downgrades are not compared.';
    const installed = istioWith('{}').replace('v1.30.2', 'v1.32.1');
    expect(plan([installed], {}, { istio: '1.31' }).problems).toEqual([
      `--istio is 1.31, older than 1.32, which the objects of c0 install, expected a release of Istio after 1.32. ${fix}`,
    ]);
    expect(plan([istioWith('{}').replace('v1.30.2', 'v1.99.0')], {}, { istio: '1.32' }).problems).toEqual([
      `--istio is 1.32, older than v1.99.0, which the objects of c0 install, expected a release of Istio after v1.99.0. ${fix}`,
    ]);
  });

  test('the same release, if no cluster runs another', () => {
    expect(plan([image('web:1')], { istio: '1.32' }, { istio: '1.32' }).problems).toEqual([
      '--istio is 1.32, which --from-istio states too, expected a release of Istio after 1.32. Name a later release, or state an earlier start with --from-istio.',
    ]);
    const current = istioWith('{}').replace('v1.30.2', 'v1.32.0');
    expect(plan([current], {}, { istio: '1.32' }).problems).toEqual([
      '--istio is 1.32, which every cluster runs already, expected a release of Istio after 1.32. Name a later release, or state an earlier start with --from-istio.',
    ]);
    expect(plan([current, istioWith('{}')], {}, { istio: '1.32' })).toEqual({
      steps: [[], ['Istio 1.30 to 1.32, installed']],
      current: [['istio'], []],
      problems: [],
    });
  });
});

test('schemas and rules get the releases of projects that have schemas', () => {
  const step = { project: 'istio', from: '1.30', to: '1.32', origin: 'stated' } as const;
  expect(releasesAt([step, { ...step, project: 'nats', from: '2.14.2', to: '2.15.3' }], 'to')).toEqual({
    istio: '1.32',
  });
});
