import { describe, expect, test } from 'vitest';
import { isMadeByCluster } from '../../../../lib/judge/model/live/made-by-cluster.js';
import { live, object } from '../../../support/manifests.js';
import { clusterFrom } from '../../../support/rule-tester.js';

interface Form {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: string;
  readonly annotations?: string;
  readonly fields?: string;
}

const text = (kind: string, { name = 'web', namespace = 'apps', labels = '', annotations = '', fields = '' }: Form) => {
  const [group = '', short = ''] = kind.includes('/') ? kind.split('/') : ['', kind];
  return object(group === '' ? 'v1' : `${group}/v1`, short, fields).replace(
    '{ name: web, namespace: apps }',
    `{ name: "${name}", namespace: ${namespace}, labels: { ${labels} }, annotations: { ${annotations} } }`,
  );
};
const isMade = (yaml: string) => clusterFrom(yaml).resources.map((resource) => isMadeByCluster(resource.object))[0];

const RBAC = 'rbac.authorization.k8s.io';
const FLOW = 'flowcontrol.apiserver.k8s.io';
const BOOTSTRAP = 'kubernetes.io/bootstrapping: rbac-defaults';
const SLICES = 'endpointslice.kubernetes.io/managed-by';

/** What the cluster makes, and the same kind as a user makes it. */
const CASES: readonly (readonly [string, Form, Form | undefined])[] = [
  ['ConfigMap', { name: 'kube-root-ca.crt' }, { name: 'root-ca.crt' }],
  [
    'ConfigMap',
    { name: 'extension-apiserver-authentication', namespace: 'kube-system' },
    { name: 'extension-apiserver-authentication' },
  ],
  ['Endpoints', { labels: 'endpoints.kubernetes.io/managed-by: endpoint-controller' }, {}],
  ['Endpoints', { annotations: 'endpoints.kubernetes.io/last-change-trigger-time: x' }, { annotations: 'a: b' }],
  ['Endpoints', { name: 'kubernetes', namespace: 'default' }, { name: 'kubernetes' }],
  ['Event', {}, undefined],
  ['Service', { name: 'kubernetes', namespace: 'default' }, { name: 'web', namespace: 'default' }],
  ['apiregistration.k8s.io/APIService', { labels: 'kube-aggregator.kubernetes.io/automanaged: onstart' }, {}],
  ['apps/ControllerRevision', {}, undefined],
  ['coordination.k8s.io/Lease', {}, undefined],
  [
    'discovery.k8s.io/EndpointSlice',
    { labels: `${SLICES}: endpointslice-controller.k8s.io` },
    { labels: `${SLICES}: staff` },
  ],
  ['discovery.k8s.io/EndpointSlice', { labels: `${SLICES}: endpointslicemirroring-controller.k8s.io` }, {}],
  ['events.k8s.io/Event', {}, undefined],
  [`${FLOW}/FlowSchema`, { annotations: 'apf.kubernetes.io/autoupdate-spec: "true"' }, {}],
  [
    `${FLOW}/PriorityLevelConfiguration`,
    { annotations: 'apf.kubernetes.io/autoupdate-spec: "true"' },
    { annotations: 'apf.kubernetes.io/autoupdate-spec: "false"' },
  ],
  ['networking.k8s.io/IPAddress', { labels: 'ipaddress.kubernetes.io/managed-by: ipallocator.k8s.io' }, {}],
  ['networking.k8s.io/ServiceCIDR', { name: 'kubernetes' }, {}],
  [`${RBAC}/ClusterRole`, { name: 'system:node', labels: BOOTSTRAP }, { name: 'system:node' }],
  [`${RBAC}/ClusterRole`, { name: 'cluster-admin', labels: BOOTSTRAP }, { name: 'admins', labels: BOOTSTRAP }],
  [`${RBAC}/Role`, { name: 'system::leader', labels: BOOTSTRAP }, { labels: BOOTSTRAP }],
  [
    `${RBAC}/RoleBinding`,
    { name: 'system::leader', namespace: 'kube-system', labels: BOOTSTRAP },
    { name: 'system::leader', labels: BOOTSTRAP },
  ],
  ['scheduling.k8s.io/PriorityClass', { name: 'system-node-critical' }, {}],
  ['storage.k8s.io/CSINode', {}, undefined],
  ['storage.k8s.io/CSIStorageCapacity', {}, undefined],
  ['storage.k8s.io/VolumeAttachment', {}, undefined],
];

describe('what a cluster makes by itself', () => {
  test.each(CASES)('%s %j', (kind, made, written) => {
    expect(isMade(live(text(kind, made)))).toBe(true);
    expect(isMade(text(kind, made)), 'in a file').toBe(false);
    if (written !== undefined) expect(isMade(live(text(kind, written))), 'by a user').toBe(false);
  });

  test.each([
    ['cluster-admin', 'cluster-admin', '{ kind: Group, name: system:masters }', true],
    ['system:kube-dns', 'system:kube-dns', '{ kind: ServiceAccount, name: kube-dns, namespace: kube-system }', true],
    ['system:kube-scheduler', 'system:kube-scheduler', '{ kind: User, name: system:kube-scheduler }', true],
    ['system:discovery', 'system:discovery', '{ kind: Group, name: system:authenticated }', true],
    ['cluster-admin', 'cluster-admin', '{ kind: Group, name: system:authenticated }', false],
    ['cluster-admin', 'cluster-admin', '{ kind: ServiceAccount, name: web, namespace: kube-system }', false],
    ['system:backdoor', 'cluster-admin', '{ kind: User, name: system:kube-scheduler }', false],
    ['system:backdoor', 'system:backdoor', '{ kind: ServiceAccount, name: web, namespace: shop }', false],
    ['system:backdoor', 'system:backdoor', '{ kind: Group, name: system:serviceaccounts:shop }', false],
    ['system:backdoor', 'system:backdoor', '{ kind: User, name: system:anonymous }', false],
  ])('is a default binding with its own role and subjects: %s to %s, %s', (name, role, subject, made) => {
    const fields = `roleRef: { apiGroup: ${RBAC}, kind: ClusterRole, name: "${role}" }\nsubjects: [${subject}]`;
    expect(isMade(live(text(`${RBAC}/ClusterRoleBinding`, { name, labels: BOOTSTRAP, fields })))).toBe(made);
  });

  test('is the ServiceAccount default until someone sets something on it', () => {
    const account = live(object('v1', 'ServiceAccount', '').replace('name: web', 'name: default'));
    expect(isMade(account)).toBe(true);
    expect(isMade(`${account}automountServiceAccountToken: false`)).toBe(false);
    expect(isMade(account.replace('name: default', 'name: default, labels: { team: shop }'))).toBe(false);
    expect(isMade(account.replace('name: default', 'name: other'))).toBe(false);
  });

  test('is what the server computes, which has no uid', () => {
    expect(isMade(text('ComponentStatus', { fields: 'conditions: [{ type: Healthy, status: "True" }]' }))).toBe(true);
    expect(isMade(text('ComponentStatus', {}))).toBe(false);
    expect(isMade(text('metrics.k8s.io/PodMetrics', {}))).toBe(true);
    expect(isMade(text('metrics.k8s.io/NodeMetrics', {}))).toBe(true);
  });

  test('has all that a server gives: uid, version and time', () => {
    const event = live(object('v1', 'Event', ''));
    for (const field of ['uid: uid-1, ', 'resourceVersion: "7", ', 'creationTimestamp: "2026-06-01T08:00:00Z", ']) {
      expect(event).toContain(field);
      expect(isMade(event.replace(field, ''))).toBe(false);
    }
  });

  test('is nothing else', () => {
    expect(isMade(live(text('example.org/toString', {})))).toBe(false);
  });
});
