import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { expect, test } from 'vitest';
import { KubeConfigMap } from '../../../imports/k8s.js';
import { throwIfAny } from '../../../lib/diagnostic.js';
import { applyInTurn } from '../../../lib/write/fleet/sequence.js';
import { placeInStage } from '../../../lib/write/fleet/stage.js';
import { renderCluster } from '../../../lib/write/fleet/synthesize.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { network } from '../../support/application.js';
import { filesOf, refusal } from '../../support/synth.js';

const chartIn = (app: App, id: string) => new Chart(app, id, { disableResourceNameHashes: true });

test('a component becomes one file in each of its stages, beside an inventory of its objects', () => {
  const app = new App();
  const chart = chartIn(app, 'web');
  const policy = placeInStage(new Construct(chart, 'policy'), '40-policy');
  new KubeConfigMap(policy, 'map', { metadata: { name: 'rules' } });
  new KubeConfigMap(chart, 'map', { metadata: { name: 'settings', namespace: 'ns' } });
  const { output, problems } = renderCluster('fleet', 'cluster', app);
  expect(problems).toEqual([]);
  expect(output).toMatchObject({ cluster: 'cluster', folder: 'fleet/cluster', objects: 2 });
  expect(output.files.map(({ path }) => path)).toEqual([
    'fleet/cluster/40-policy/web.k8s.yaml',
    'fleet/cluster/60-workloads/web.k8s.yaml',
    'fleet/cluster/inventory.tsv',
  ]);
  expect(output.files.at(-1)?.text).toBe(
    '40-policy/web.k8s.yaml\tv1\tConfigMap\t\trules\n60-workloads/web.k8s.yaml\tv1\tConfigMap\tns\tsettings\n',
  );
});

test('a name that a construct states is kept, and labels that constructs share stay as they are', () => {
  const labels = { 'app.kubernetes.io/name': 'stated', 'app.kubernetes.io/part-of': 'another' };
  const app = new App();
  new KubeConfigMap(chartIn(app, 'one'), 'map', { metadata: { name: 'a', labels } });
  new KubeConfigMap(chartIn(app, 'two'), 'map', { metadata: { name: 'b' } });
  const texts = renderCluster('fleet', 'cluster', app).output.files.map(({ text }) => text);
  expect(texts[0]).toContain(
    'labels:\n    app.kubernetes.io/managed-by: meshwright\n    app.kubernetes.io/name: stated\n    app.kubernetes.io/part-of: fleet\n',
  );
  expect(texts[1]).toContain('app.kubernetes.io/name: two\n');
  expect(labels).toEqual({ 'app.kubernetes.io/name': 'stated', 'app.kubernetes.io/part-of': 'another' });
});

test('objects with a turn come after all others of their file, by sequence and turn, in file and inventory alike', () => {
  const app = new App();
  const chart = chartIn(app, 'web');
  const map = (scope: Construct, name: string) => new KubeConfigMap(scope, name, { metadata: { name } });
  for (const [sequence, turn, name] of [
    ['b', 0, 'a'],
    ['a', 10, 'b'],
    ['a', 9, 'd'],
    ['a', 9, 'c'],
  ] as const) {
    map(applyInTurn(new Construct(chart, `turn-${name}`), { sequence, turn }), name);
  }
  map(chart, 'z');
  const [file, inventory] = renderCluster('fleet', 'cluster', app).output.files.map(({ text }) => text);
  expect(inventory?.split('\n').map((line) => line.split('\t').at(-1))).toEqual(['z', 'c', 'd', 'b', 'a', '']);
  expect([...(file ?? '').matchAll(/^ {2}name: (.)$/gm)].map(([, name]) => name)).toEqual(['z', 'c', 'd', 'b', 'a']);
});

test('an error of a component is reported if nothing else is wrong', () => {
  const fleetWith = (...builders: (() => void)[]) => {
    const fleet = new Fleet('fleet');
    for (const [index, build] of builders.entries()) {
      fleet.addCluster(`c${index}`, { ...network, nodeAddresses: [`192.0.2.${index}`] }).add('component', build);
    }
    return fleet;
  };
  const stumbles = () => {
    throw new TypeError('no such thing');
  };
  const refuses = () => throwIfAny([{ where: 'Thing', got: 'wrong', expected: 'right', fix: 'Correct it.' }]);
  expect(refusal(() => filesOf(fleetWith(stumbles, refuses)))).toEqual(['Thing is wrong, expected right. Correct it.']);
  expect(() => filesOf(fleetWith(stumbles))).toThrow(TypeError);
});
