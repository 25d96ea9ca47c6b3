import { describe, expect, test } from 'vitest';
import type { ManifestObject } from '../../lib/manifest/object.js';
import type { ChartValues } from '../../lib/parity/chart-options.js';
import { parity } from '../../lib/parity/parity.js';
import { classify } from '../../lib/parity/report.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';
import { changeValues, likeTheChart, mappingAt, one, ourObjects } from '../support/renderings.js';
import { refusal } from '../support/synth.js';

const unexplained = (rendered: readonly ManifestObject[], cni: ChartValues = {}) => {
  const { missing, extra } = classify(parity(rendered, cni).differences);
  return { missing, extra };
};
const NONE = { missing: [], extra: [] };
const IDENTITY = 'Deployment linkerd/linkerd-identity';

describe('parity', () => {
  test.each([
    ['2.20', {}],
    ['2.19', { proxy: { nativeSidecar: false } }],
    ['2.20', { controllerReplicas: 3, highAvailability: true }],
    ['2.20', { podMonitor: { enabled: true }, disableIPv6: false, disableHeartBeat: false }],
    ['2.20', { deploymentStrategy: { type: 'Recreate', rollingUpdate: null } }],
    ['2.20', { nodeSelector: { 'kubernetes.io/os': null, pool: 'mesh' }, clusterNetworks: '10.0.0.0/8' }],
    ['2.20', { clusterNetworks: 'fd00::/8', proxyInjector: { namespaceSelector: { matchLabels: { a: 'b' } } } }],
  ] as const)('finds nothing between our own objects of %s and themselves, with %j', (line, values) => {
    expect(parity(ourObjects(values, line), {}).differences).toEqual([]);
  });

  test('explains all that a chart would render otherwise', () => {
    const found = parity(likeTheChart(ourObjects({ disableHeartBeat: false })), {});
    expect(classify(found.differences).intended.size).toBeGreaterThan(8);
    expect(unexplained(likeTheChart(ourObjects({ disableHeartBeat: false })))).toEqual(NONE);
  });

  test('shows a field that was changed, removed or added as exactly that', () => {
    const changed = likeTheChart(ourObjects());
    const spec = mappingAt(one(changed, 'Deployment', 'linkerd-identity'), 'spec');
    delete spec['revisionHistoryLimit'];
    spec['paused'] = true;
    spec['replicas'] = 7;
    expect(unexplained(changed)).toEqual({
      missing: [
        { object: IDENTITY, path: 'spec.paused', chart: 'true' },
        { object: IDENTITY, path: 'spec.replicas', chart: '7', ours: '1' },
      ],
      extra: [{ object: IDENTITY, path: 'spec.revisionHistoryLimit', ours: '10' }],
    });
  });

  test('shows an object that was added or removed', () => {
    const service = (name: string) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'linkerd', labels: { 'linkerd.io/control-plane-ns': 'linkerd' } },
    });
    const rendered = likeTheChart(ourObjects()).filter(({ metadata }) => metadata.name !== 'linkerd-dst-headless');
    expect(unexplained([...rendered, service('linkerd-new')])).toEqual({
      missing: [{ object: 'Service linkerd/linkerd-new', path: '', chart: 'the object' }],
      extra: [{ object: 'Service linkerd/linkerd-dst-headless', path: '', ours: 'the object' }],
    });
  });

  test('shows a value that the release does not know', () => {
    const rendered = likeTheChart(ourObjects());
    changeValues(rendered, (values) => {
      mappingAt(values, 'proxy')['brandNew'] = true;
    });
    expect(unexplained(rendered).missing.map(({ path }) => path)).toEqual(['data.values.proxy.brandNew']);
  });

  test('compares a release that is not known with the newest line, whatever it is called', () => {
    const rendered = JSON.parse(JSON.stringify(likeTheChart(ourObjects())).replaceAll('edge-26.6.3', 'edge-26.8.3'));
    const { release } = parity(rendered, {});
    expect(release).toEqual({ stated: 'edge-26.8.3', known: false, line: '2.20' });
    expect(unexplained(rendered)).toEqual(NONE);
  });

  test('compares the roots that the values hold, whatever stands between them', () => {
    const rendered = ourObjects({ identityTrustAnchorsPEM: SHIPPED_ROOT });
    expect(parity(rendered, {}).differences).toEqual([]);
    changeValues(rendered, (values) => {
      values['identityTrustAnchorsPEM'] = `# our root\n${SHIPPED_ROOT}`;
    });
    const { intended } = classify(parity(rendered, {}).differences);
    expect([...intended.keys()].map(({ name }) => name)).toEqual(['trust-anchors']);
    expect(unexplained(rendered)).toEqual(NONE);
  });

  test('compares custom resource definitions alone, by the release in their annotations', () => {
    const definitions = ourObjects().filter(({ kind }) => kind === 'CustomResourceDefinition');
    for (const { metadata } of definitions)
      metadata['annotations'] = { 'linkerd.io/created-by': 'linkerd/helm edge-25.10.7' };
    const { charts, release } = parity(definitions, {});
    expect(charts).toEqual(['linkerd-crds']);
    expect(release).toEqual({ stated: 'edge-25.10.7', known: true, line: '2.19' });
    expect(unexplained(definitions)).toEqual(NONE);
  });

  test('compares linkerd-cni alone, by the tag of its image and the values that it is given', () => {
    const cniOf = (line: '2.19' | '2.20', cni: ChartValues) =>
      ourObjects({ cniEnabled: true }, line, cni).filter(
        ({ kind, metadata }) => /linkerd-cni/.test(`${metadata.namespace} ${metadata.name}`) && kind !== 'Namespace',
      );
    expect(parity(cniOf('2.19', {}), {})).toMatchObject({
      charts: ['linkerd2-cni'],
      release: { stated: 'v1.6.4', known: true, line: '2.19' },
    });
    expect(unexplained(cniOf('2.19', {}))).toEqual(NONE);
    const values = {
      logLevel: 'debug',
      image: { version: 'v9' },
      updateStrategy: { type: 'OnDelete', rollingUpdate: null },
      resources: { 'ephemeral-storage': { limit: '1Gi' } },
    };
    expect(unexplained(cniOf('2.20', values), values)).toEqual(NONE);
    expect(unexplained(cniOf('2.20', values)).missing.length).toBeGreaterThan(0);
    expect(unexplained(cniOf('2.20', { image: { version: 'v9' } }))).toEqual(NONE);
  });

  test('leaves the objects of other programs aside, and names them', () => {
    const other = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' } };
    const viz = { ...other, metadata: { ...other.metadata, labels: { 'linkerd.io/extension': 'viz' } } };
    const found = parity([...ourObjects(), other, { ...viz, kind: 'ConfigMap' }], {});
    expect(found.differences).toEqual([]);
    expect(found.unrelated).toEqual(['Service shop/web', 'ConfigMap shop/web']);
  });
});

describe('parity fails', () => {
  const without = (kind: string) => ourObjects().filter((object) => object.kind !== kind);

  test('for a file of other programs', () => {
    const other = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } };
    expect(refusal(() => parity([other], {}))).toEqual([
      'The rendering is without an object of linkerd-control-plane, linkerd-crds or linkerd2-cni, expected the output of `helm template` for one of these charts. Render the chart into a file, and name that file.',
    ]);
  });

  test('for another namespace', () => {
    const elsewhere = JSON.parse(
      JSON.stringify(ourObjects()).replaceAll('"namespace":"linkerd"', '"namespace":"mesh"'),
    );
    expect(refusal(() => parity(elsewhere, {}))).toEqual([
      'ConfigMap mesh/linkerd-config is rendered for the namespace mesh, expected linkerd. Render the chart with `--namespace linkerd`.',
    ]);
  });

  test('without the values of the control plane', () => {
    expect(refusal(() => parity(without('ConfigMap'), {}))).toEqual([
      'ConfigMap linkerd/linkerd-config is missing from the rendering, or without readable values, expected the values that the control plane was rendered with. Render the whole chart, without `--show-only`.',
    ]);
  });

  test('for an object that stands there twice', () => {
    const [first, ...rest] = ourObjects();
    const twice = first === undefined ? [] : [first, first, ...rest];
    expect(refusal(() => parity(twice, {}))).toEqual([
      'Namespace linkerd is in the rendering more than once, expected one of each object. Put one rendering of each chart into the file.',
    ]);
  });

  test('for values that our construct refuses', () => {
    const rendered = ourObjects();
    changeValues(rendered, (values) => {
      mappingAt(values, 'proxy')['waitBeforeExitSeconds'] = 30;
    });
    expect(refusal(() => parity(rendered, {}))).toEqual([
      "LinkerdControlPlane 'chart': values.proxy.waitBeforeExitSeconds is 30 with native sidecars, expected 0. Remove it: a native sidecar ends after the containers of its pod, and release 2.19 would refuse to inject.",
    ]);
  });
});
