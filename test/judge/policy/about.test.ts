import { expect, test } from 'vitest';
import { ClusterIndex } from '../../../lib/judge/model/cluster-index.js';
import {
  everyContainer,
  everyContainerWhere,
  everyField,
  everyPod,
  everyPodAndContainer,
  everyPodWhere,
} from '../../../lib/judge/policy/about.js';
import { documents, pod } from '../../support/manifests.js';
import { clusterFrom } from '../../support/rule-tester.js';

const POD = pod('{ initContainers: [{ name: b }], containers: [{ name: a }] }');
const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { ports: [{ nodePort: 30000 }, { port: 80 }] }`;

/** The paths of what a selector finds in a cluster. */
function found(
  about: (resource: ClusterIndex['resources'][number], cluster: ClusterIndex) => readonly unknown[],
  yaml: string,
) {
  const cluster = new ClusterIndex(clusterFrom(yaml));
  return cluster.resources.flatMap((resource) => about(resource, cluster));
}
const pathOf = (target: unknown) => Object(target).field?.path ?? Object(target).path;

test('finds the pods of an object, and none in an object without', () => {
  expect(found(everyPod, documents(POD, SERVICE)).map(pathOf)).toEqual(['spec']);
});

test('finds the containers of every list', () => {
  expect(found(everyContainer, documents(POD, SERVICE)).map(pathOf)).toEqual([
    'spec.containers[0]',
    'spec.initContainers[0]',
  ]);
  expect(found(everyPodAndContainer, POD).map(pathOf)).toEqual([
    'spec',
    'spec.containers[0]',
    'spec.initContainers[0]',
  ]);
});

test('finds what the rule wants', () => {
  expect(
    found(
      everyPodWhere(({ namespace }) => namespace === 'edge'),
      POD,
    ),
  ).toEqual([]);
  expect(
    found(
      everyContainerWhere(({ name }) => name === 'b'),
      POD,
    ).map(pathOf),
  ).toEqual(['spec.initContainers[0]']);
});

test('finds the fields of an object that are set', () => {
  expect(found(everyField('spec.ports[*].nodePort'), SERVICE).map(pathOf)).toEqual(['spec.ports[0].nodePort']);
});
