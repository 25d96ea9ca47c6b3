import { describe, expect, test } from 'vitest';
import { setAsideLive } from '../../../../lib/judge/model/live/set-aside.js';
import { judge } from '../../../../lib/judge/policy/judge.js';
import { allRules } from '../../../../lib/judge/policy/rules/all.js';
import { judgeSchemas } from '../../../../lib/judge/schema/validate.js';
import { parseManifests } from '../../../../lib/manifest/load.js';
import { objectLabel } from '../../../../lib/manifest/object.js';
import { STDIN } from '../../../../lib/manifest/resource.js';
import { SHOP_CLUSTER, SHOP_FILES } from '../../../fixtures/live-shop.js';
import { documents, live, object, pod, workload } from '../../../support/manifests.js';
import { clusterFrom } from '../../../support/rule-tester.js';

const cluster = { name: 'shop', resources: parseManifests(SHOP_CLUSTER, STDIN).resources };

const ownedBy = (kind: string, more = '') =>
  `ownerReferences: [{ apiVersion: ${kind === 'Certificate' ? 'cert-manager.io/v1' : 'apps/v1'}, kind: ${kind}, name: web, uid: uid-1, controller: true${more} }], `;
const owned = (text: string, references: string) =>
  live(text, 'uid-2').replace('metadata: { ', `metadata: { ${references}`);
const deployment = live(workload('Deployment', '{ containers: [] }'));
const certificate = live(object('cert-manager.io/v1', 'Certificate', 'spec: {}'));
const replicaSet = workload('ReplicaSet', '{ containers: [] }');

const BOTH = ['Deployment apps/web', 'ReplicaSet apps/web'];

const judgedOf = (...texts: string[]) =>
  setAsideLive(clusterFrom(documents(...texts))).view.resources.map((resource) => objectLabel(resource.object));

describe('the objects of a cluster', () => {
  test('are judged like the files that they were made of', async () => {
    const judges = { rules: allRules, validators: [{ name: 'schema', validate: judgeSchemas }] };
    const found = async (view: typeof cluster) =>
      (await judge([view], judges)).findings.map(
        ({ rule, resource, path }) => `${rule} ${objectLabel(resource.object)} ${path}`,
      );
    const files = await found({ ...cluster, resources: parseManifests(SHOP_FILES, 'files.yaml').resources });
    expect(files.length).toBeGreaterThan(20);
    expect((await found(setAsideLive(cluster).view)).sort()).toEqual(files.sort());
  });

  test('are counted by kind where they are not judged', () => {
    expect(setAsideLive(cluster).notes).toEqual([
      {
        kind: 'judged-by-owner',
        level: 'information',
        file: STDIN,
        message: 'has objects whose owner is judged in their place: 2 ReplicaSet, 1 Pod, 1 Secret',
      },
      {
        kind: 'made-by-cluster',
        level: 'information',
        file: STDIN,
        message:
          'has objects that the cluster made by itself: 1 ClusterRole, 1 ConfigMap, 1 EndpointSlice, 1 Endpoints, 1 Event, 1 ServiceAccount',
      },
    ]);
  });

  test('can be looked up, but for pods that their owner describes', () => {
    const kinds = setAsideLive(cluster).view.lookedUp?.map((resource) => resource.object.kind);
    expect(kinds?.sort()).toEqual(
      ['ClusterRole', 'ConfigMap', 'EndpointSlice', 'Endpoints', 'Event', 'Secret', 'ServiceAccount'].sort(),
    );
  });

  test('of files stay as they are', () => {
    const view = clusterFrom(documents(pod('{ containers: [] }'), object('v1', 'Event', '')));
    expect(setAsideLive(view)).toEqual({ view, notes: [] });
  });
});

describe('an object with a controller', () => {
  test.each([
    ['is judged by it', ownedBy('Deployment'), ['Deployment apps/web']],
    ['is judged where its owner has another uid', ownedBy('Deployment').replace('uid-1', 'uid-9'), BOTH],
    ['is judged where its owner has another name', ownedBy('Deployment').replace('name: web', 'name: api'), BOTH],
    ['is judged where its owner is of another kind', ownedBy('StatefulSet'), BOTH],
    ['is judged where its owner is of another group', ownedBy('Deployment').replace('apps/v1', 'example.org/v1'), BOTH],
    ['is judged where its owner does not control it', ownedBy('Deployment').replace('true', 'false'), BOTH],
  ])('%s', (_name, references, expected) => {
    expect(judgedOf(deployment, owned(replicaSet, references))).toEqual(expected);
  });

  test('is judged where the owner is not there', () => {
    expect(judgedOf(owned(pod('{ containers: [] }'), ownedBy('ReplicaSet')))).toEqual(['Pod apps/web']);
  });

  test('is judged where the owner is in another namespace', () => {
    const elsewhere = deployment.replace('namespace: apps', 'namespace: other');
    expect(judgedOf(elsewhere, owned(replicaSet, ownedBy('Deployment')))).toEqual([
      'Deployment other/web',
      'ReplicaSet apps/web',
    ]);
  });

  test('is judged where a file claims the owner, which has no uid yet', () => {
    const file = workload('Deployment', '{ containers: [] }').replace('metadata: { ', 'metadata: { uid: uid-1, ');
    expect(judgedOf(file, owned(replicaSet, ownedBy('Deployment')))).toEqual(BOTH);
  });

  test('is judged where it is a workload of an owner that describes no pods, as of an operator', () => {
    expect(judgedOf(certificate, owned(replicaSet, ownedBy('Certificate')))).toEqual([
      'Certificate apps/web',
      'ReplicaSet apps/web',
    ]);
    expect(judgedOf(certificate, owned(object('v1', 'Secret', ''), ownedBy('Certificate')))).toEqual([
      'Certificate apps/web',
    ]);
  });
});
