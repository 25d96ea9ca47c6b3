import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setAsideLive } from '../../lib/judge/model/live/set-aside.js';
import { judge } from '../../lib/judge/policy/judge.js';
import { allRules } from '../../lib/judge/policy/rules/all.js';
import { judgeSchemas } from '../../lib/judge/schema/validate.js';
import { parseManifests } from '../../lib/manifest/load.js';
import { type ManifestObject, objectLabel } from '../../lib/manifest/object.js';
import { valueAt } from '../../lib/manifest/read.js';
import { type ClusterView, STDIN } from '../../lib/manifest/resource.js';
import { eventually } from '../integration/support/eventually.js';
import { ApiServer } from './support/api-server.js';
import { definePrerequisites } from './support/crds.js';
import { manifestsOf } from './support/inventories.js';
import type { Kubectl } from './support/kubectl.js';
import { REPOSITORY } from './support/repository.js';

const JUDGES = { rules: allRules, validators: [{ name: 'schema', validate: judgeSchemas }] };
const NODE = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' } };
/** What controllers make of the objects; each kind is there before the cluster is read. */
const MADE = [
  ['pods', 'pod-template-hash'],
  ['pods', 'controller-revision-hash'],
  ['replicasets', 'pod-template-hash'],
  ['endpointslices', 'kubernetes.io/service-name'],
  ['controllerrevisions', ''],
] as const;

describe.concurrent('what kubectl gets from a cluster', () => {
  test.each(['nats-mtls/broker', 'erlmcp/istio'])('is judged as the files of %s are', async (name) => {
    const objects = manifestsOf(`${REPOSITORY}dist`, name);
    const server = await ApiServer.start(basename(name), { controllers: true });
    try {
      await server.kubectl.apply(NODE);
      await definePrerequisites(server.kubectl, objects);
      await applyInOrder(server.kubectl, objects);
      const namespace = objects.find(({ kind }) => kind === 'StatefulSet')?.metadata.namespace ?? '';
      await server.kubectl.must([
        'create',
        'secret',
        'generic',
        'delivered',
        '-n',
        namespace,
        '--from-literal=key=value',
      ]);
      for (const [kind, label] of MADE) await isThere(server.kubectl, kind, label);
      await bindPods(server.kubectl);

      const cluster = { name, resources: resourcesOf(await everything(server.kubectl), STDIN) };
      const pods = cluster.resources.filter(({ object }) => object.kind === 'Pod');
      expect(pods.map(({ object }) => valueAt(object, 'spec', 'nodeName'))).toContain(NODE.metadata.name);
      const { view, notes } = setAsideLive(cluster);
      const fromFiles = await findingsIn({
        name,
        resources: objects.map((object, document) => ({ object, file: 'files', document })),
      });
      expect(fromFiles.length).toBeGreaterThan(0);
      expect(await findingsIn(view)).toEqual(fromFiles);
      const setAside = notes.map(({ message }) => message).join('\n');
      for (const kind of ['Pod', 'ReplicaSet', 'EndpointSlice', 'ClusterRole', 'Event', 'ConfigMap'])
        expect(setAside).toMatch(new RegExp(`\\d ${kind}\\b`));

      // Without their owners, pods are judged: rules find in them what they find in templates, and nothing else.
      const alone = {
        ...view,
        resources: [...view.resources.filter((resource) => !isWorkload(resource.object)), ...pods],
      };
      const found = await findingsIn(alone);
      expect(found.filter((finding) => finding.includes(' Pod ')).length).toBeGreaterThan(0);
      const ofTemplates = new Set(fromFiles.map(ruleOf));
      expect(found.filter((finding) => finding.includes(' Pod ') && !ofTemplates.has(ruleOf(finding)))).toEqual([]);
    } finally {
      await server.stop();
    }
  });
});

/** Namespaces and definitions come first, as their stages do. */
async function applyInOrder(kubectl: Kubectl, objects: readonly ManifestObject[]): Promise<void> {
  const early = objects.filter(({ kind }) => kind === 'Namespace' || kind === 'CustomResourceDefinition');
  await kubectl.apply(...early);
  await kubectl.must(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=2m']);
  await kubectl.apply(...objects.filter((object) => !early.includes(object)));
}

async function isThere(kubectl: Kubectl, kind: string, label: string): Promise<void> {
  await eventually(
    `there are ${kind} with ${label}`,
    () => kubectl.run(['get', kind, '-A', '-l', label, '-o', 'name']),
    ({ stdout }) => stdout !== '',
    60,
  );
}

/** What the scheduler does, which does not run here. */
async function bindPods(kubectl: Kubectl): Promise<void> {
  const unbound = await kubectl.must(['get', 'pods', '-A', '--field-selector=spec.nodeName=', '-o', 'yaml']);
  for (const { object } of parseManifests(unbound, STDIN).resources) {
    const { name, namespace } = object.metadata;
    const binding = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name },
      target: { kind: 'Node', ...NODE.metadata },
    };
    await kubectl.must(
      ['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${name}/binding`, '-f', '-'],
      JSON.stringify(binding),
    );
  }
}

/** All that the server lists, of every kind, as YAML with everything in it. */
async function everything(kubectl: Kubectl): Promise<string> {
  const kinds = await kubectl.must(['api-resources', '--verbs=list,get', '--output=name']);
  const names = kinds.split('\n').filter((kind) => kind !== '');
  // It warns of kinds that are deprecated.
  const { code, stdout } = await kubectl.run(['get', names.join(), '-A', '-o', 'yaml', '--show-managed-fields']);
  expect(code).toBe(0);
  return stdout;
}

function resourcesOf(text: string, file: string): ClusterView['resources'] {
  const { resources, notes } = parseManifests(text, file);
  expect(notes).toEqual([]);
  return resources;
}

async function findingsIn(view: ClusterView): Promise<readonly string[]> {
  const { findings, crashes } = await judge([view], JUDGES);
  expect(crashes).toEqual([]);
  return findings.map(({ rule, resource, path }) => `${rule} ${objectLabel(resource.object)} ${path}`).sort();
}

function ruleOf(finding: string): string | undefined {
  return finding.split(' ')[0];
}

function isWorkload({ kind }: ManifestObject): boolean {
  return ['DaemonSet', 'Deployment', 'Job', 'StatefulSet'].includes(kind);
}
