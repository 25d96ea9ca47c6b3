import { ApiObject, type Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { InvalidInput } from '../../../lib/diagnostic.js';
import { placeInStage } from '../../../lib/write/fleet/stage.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { filesOf, refusal } from '../../support/synth.js';
import { props } from '../fleet/one-cluster.js';

function configMap(chart: Chart, id: string, name = id): ApiObject {
  return new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'ns' } });
}

describe('Fleet', () => {
  test('writes one file for each component and stage, and an inventory', () => {
    const fleet = new Fleet('fleet');
    fleet.addCluster('a', props).add('web', (chart) => {
      configMap(chart, 'plain');
      placeInStage(configMap(chart, 'policy'), '40-policy');
    });
    const files = filesOf(fleet);
    expect([...files.keys()]).toEqual([
      'fleet/a/40-policy/web.k8s.yaml',
      'fleet/a/60-workloads/web.k8s.yaml',
      'fleet/a/inventory.tsv',
    ]);
    expect(files.get('fleet/a/inventory.tsv')).toBe(
      '40-policy/web.k8s.yaml\tv1\tConfigMap\tns\tpolicy\n60-workloads/web.k8s.yaml\tv1\tConfigMap\tns\tplain\n',
    );
  });

  test('labels every object with its component, its fleet and who manages it', () => {
    const fleet = new Fleet('fleet');
    fleet.addCluster('a', props).add('web', (chart) => {
      configMap(chart, 'c');
    });
    expect(filesOf(fleet).get('fleet/a/60-workloads/web.k8s.yaml')).toBe(
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  namespace: ns\n  labels:\n' +
        '    app.kubernetes.io/managed-by: meshwright\n    app.kubernetes.io/name: web\n    app.kubernetes.io/part-of: fleet\n',
    );
  });

  test('adding a component leaves the files of the others as they are', () => {
    const build = (more: boolean) => {
      const fleet = new Fleet('fleet');
      const cluster = fleet.addCluster('a', props);
      if (more) cluster.add('aaa', (chart) => void configMap(chart, 'first'));
      cluster.add('web', (chart) => void configMap(chart, 'c'));
      return filesOf(fleet);
    };
    const before = build(false).get('fleet/a/60-workloads/web.k8s.yaml');
    expect(build(true).get('fleet/a/60-workloads/web.k8s.yaml')).toBe(before);
  });

  test('fails on two clusters of one name', () => {
    const fleet = new Fleet('fleet');
    fleet.addCluster('a', props);
    fleet.addCluster('a', props);
    expect(refusal(() => filesOf(fleet))).toEqual([
      "Fleet 'fleet': cluster 'a' is defined 2 times, expected a different name for each cluster. Rename all but one.",
    ]);
  });

  test('fails on a fleet without clusters, and on a name that is no label', () => {
    expect(refusal(() => filesOf(new Fleet('My Fleet')))).toEqual([
      "Fleet 'My Fleet': clusters is an empty list, expected at least one cluster. Add one with addCluster.",
      "Fleet: name is 'My Fleet', expected up to 63 lower-case letters, digits and dashes that start with a letter. Rename the fleet; the name becomes a folder and a label.",
    ]);
  });

  test('fails on components of one name, or of a name that is no label', () => {
    const fleet = new Fleet('fleet');
    const cluster = fleet.addCluster('a', props);
    cluster.add('web', () => {});
    cluster.add('web', () => {});
    cluster.add('../x', () => {});
    expect(refusal(() => filesOf(fleet))).toEqual([
      "Cluster 'a': component is '../x', expected up to 63 lower-case letters, digits and dashes. Rename the component; the name becomes a file and a label.",
      "Cluster 'a': component is 'web', added twice, expected a name that is unique within the cluster. Rename one of the two.",
    ]);
  });

  test('fails with the faults of all components of all clusters at once', () => {
    const fleet = new Fleet('fleet');
    for (const name of ['a', 'b']) {
      fleet
        .addCluster(name, { ...props, kubernetesVersion: '1.2', nodeAddresses: [`${name}.example`], egressCidrs: [] })
        .add('web', () => {
          throw new InvalidInput([{ where: `Web '${name}'`, got: 'x', expected: 'y', fix: 'Do z.' }]);
        });
    }
    expect(refusal(() => filesOf(fleet))).toEqual([
      "Cluster 'a': kubernetesVersion is '1.2', expected a minor version from 1.29 to 1.37. Use only major and minor version, such as '1.33'.",
      "Cluster 'b': kubernetesVersion is '1.2', expected a minor version from 1.29 to 1.37. Use only major and minor version, such as '1.33'.",
      "Web 'a' is x, expected y. Do z.",
      "Web 'b' is x, expected y. Do z.",
    ]);
  });

  test('does not hide a programming error behind the problems', () => {
    const fleet = new Fleet('fleet');
    fleet.addCluster('a', props).add('web', () => {
      throw new TypeError('a bug');
    });
    expect(() => filesOf(fleet)).toThrow(TypeError);
  });

  test('fails where two components make one object', () => {
    const fleet = new Fleet('fleet');
    const cluster = fleet.addCluster('a', props);
    cluster.add('one', (chart) => void configMap(chart, 'x', 'same'));
    cluster.add('two', (chart) => void configMap(chart, 'y', 'same'));
    expect(refusal(() => filesOf(fleet))).toEqual([
      "ConfigMap ns/same (v1) is made twice, by 'one/x' and by 'two/y', expected one construct per object of a cluster. Rename one of the two, or remove it.",
    ]);
  });
});
