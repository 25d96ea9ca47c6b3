import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../lib/judge/model/cluster-index.js';
import { portsOf, resolvePort } from '../../../lib/judge/model/pods/ports.js';
import { cronJob, documents, object, pod, workload } from '../../support/manifests.js';
import { clusterFrom } from '../../support/rule-tester.js';

const indexOf = (...texts: string[]) => new ClusterIndex(clusterFrom(documents(...texts)));
const namespace = `
apiVersion: v1
kind: Namespace
metadata:
  name: apps
  annotations:
    linkerd.io/inject: enabled
    config.linkerd.io/opaque-ports: "4222"
    example.org/other: x
`;

describe('the pods of a cluster', () => {
  test('are found in every kind that has a template', () => {
    const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'];
    const controller = object('v1', 'ReplicationController', 'spec: { template: { spec: {} } }');
    const index = indexOf(pod('{}'), cronJob('{}'), controller, ...kinds.map((kind) => workload(kind, '{}')));
    expect(index.pods.map(({ kind, field, metadata }) => `${kind} ${field.path} ${metadata.path}`).sort()).toEqual([
      'Pod spec metadata',
      'ReplicationController spec.template.spec spec.template.metadata',
      'apps/DaemonSet spec.template.spec spec.template.metadata',
      'apps/Deployment spec.template.spec spec.template.metadata',
      'apps/ReplicaSet spec.template.spec spec.template.metadata',
      'apps/StatefulSet spec.template.spec spec.template.metadata',
      'batch/CronJob spec.jobTemplate.spec.template.spec spec.jobTemplate.spec.template.metadata',
      'batch/Job spec.template.spec spec.template.metadata',
    ]);
  });

  test('take over from the Namespace what Linkerd passes on, and may overrule it', () => {
    const own = pod('{}').replace('labels:', 'annotations: { linkerd.io/inject: disabled }, labels:');
    const [first] = indexOf(namespace, own).pods;
    expect(first?.annotations).toEqual({ 'linkerd.io/inject': 'disabled', 'config.linkerd.io/opaque-ports': '4222' });
    expect(first?.ownAnnotations).toEqual({ 'linkerd.io/inject': 'disabled' });
  });

  test('know how many there are, whether they end, and which containers are native sidecars', () => {
    const spec = '{ initContainers: [{ name: a, restartPolicy: Always }, { name: b }] }';
    const [first] = indexOf(workload('StatefulSet', spec, 'replicas: 3')).pods;
    expect(first?.replicas).toBe(3);
    expect(first?.containers.map(({ nativeSidecar }) => nativeSidecar)).toEqual([true, false]);
    expect(indexOf(workload('DaemonSet', '{}')).pods[0]?.replicas).toBeUndefined();
    expect(indexOf(workload('Deployment', '{}')).pods[0]).toMatchObject({ replicas: 1, runsToCompletion: false });
    expect(indexOf(cronJob('{}')).pods[0]?.runsToCompletion).toBe(true);
  });

  test('are tied to Services and NetworkPolicies of their own namespace', () => {
    const service = object('v1', 'Service', 'spec: { selector: { app: web } }');
    const policy = object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: { podSelector: {} }');
    const elsewhere = (text: string) => text.replace('namespace: apps', 'namespace: other');
    const bare = object('v1', 'Service', 'spec: {}').replace('name: web', 'name: bare');
    const index = indexOf(pod('{}'), service, elsewhere(service), policy, elsewhere(policy), bare);
    const [first] = index.pods;
    if (first === undefined) throw new Error('no pod');
    expect(index.servicesOf(first).map(({ object }) => object.metadata.namespace)).toEqual(['apps']);
    expect(index.networkPoliciesOf(first).map(({ object }) => object.metadata.namespace)).toEqual(['apps']);
    expect(index.ofKind('Service').map((resource) => index.podsBehind(resource).length)).toEqual([1, 0, 0]);
  });
});

describe('find', () => {
  const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }';

  test('takes an object without a namespace to be in default', () => {
    expect(indexOf(account).find('ServiceAccount', 'default', 'web')).toBeDefined();
    expect(indexOf(account).find('ServiceAccount', 'apps', 'web')).toBeUndefined();
  });

  test('finds what is only there to be looked up, which is not judged', () => {
    const { resources } = clusterFrom(documents(account, object('v1', 'ConfigMap', '')));
    const [judged, ...lookedUp] = resources;
    const index = new ClusterIndex({ name: 'hub', resources: resources.slice(0, 1), lookedUp });
    const map = index.find('ConfigMap', 'apps', 'web');
    expect(map).toBe(lookedUp[0]);
    expect(index.ofKind('ConfigMap')).toEqual(lookedUp);
    expect([judged, map].map((resource) => resource && index.isJudged(resource))).toEqual([true, false]);
  });

  test('knows the same name in another kind apart', () => {
    expect(indexOf(account).find('ConfigMap', 'default', 'web')).toBeUndefined();
    expect(indexOf(namespace).namespace('apps')).toBeDefined();
  });
});

describe('ports', () => {
  const [first] = indexOf(
    pod(
      '{ containers: [{ name: a, ports: [{ name: http, containerPort: 80 }, { name: dns, containerPort: 53, protocol: UDP }] }] }',
    ),
  ).pods;
  if (first === undefined) throw new Error('no pod');

  test('have a path, and TCP as default', () => {
    expect(portsOf(first).map(({ field, protocol }) => `${field.path} ${protocol}`)).toEqual([
      'spec.containers[0].ports[0] TCP',
      'spec.containers[0].ports[1] UDP',
    ]);
  });

  test('are resolved by name and protocol; a number is used as it is', () => {
    expect(resolvePort(first, 'http')).toBe(80);
    expect(resolvePort(first, 'dns')).toBeUndefined();
    expect(resolvePort(first, 'dns', 'UDP')).toBe(53);
    expect(resolvePort(first, 9)).toBe(9);
  });
});
