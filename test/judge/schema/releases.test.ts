import { describe, expect, test } from 'vitest';
import { validate } from '../../../lib/judge/schema/validate.js';
import { knownReleases } from '../../../lib/releases/known.js';
import type { ClusterReleases } from '../../../lib/releases/project.js';
import { clusterOf, valid } from './objects.js';

async function findingsIn(releases: ClusterReleases, ...texts: string[]): Promise<string[]> {
  const findings = await validate({ ...clusterOf(...texts), releases });
  return findings.map(
    ({ severity, rule, path, got, expected, fix }) => `${severity} ${rule} ${path}: ${got} -> ${expected} | ${fix}`,
  );
}

const spread = valid.service.replace('spec:', 'spec:\n  trafficDistribution: PreferClose');
const podResources = valid.deployment.replace('      containers:', '      resources: {}\n      containers:');
const presence = `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: tokens, namespace: shop }
spec: { jwtRules: [{ issuer: https://issuer.example.org, jwksUri: https://issuer.example.org/keys, presence: REQUIRED }] }
`;
const flowSchema = (version: string) => `
apiVersion: flowcontrol.apiserver.k8s.io/${version}
kind: FlowSchema
metadata: { name: everybody }
spec: { priorityLevelConfiguration: { name: global-default } }
`;

describe('the release that a cluster runs', () => {
  test('knows the fields of its own, and none that came later', async () => {
    expect(await findingsIn({ kubernetes: '1.30' }, spread)).toEqual([]);
    expect(await findingsIn({ kubernetes: '1.29' }, spread)).toEqual([
      'error schema/unknown-field spec.trafficDistribution: "trafficDistribution", which is unknown to Kubernetes 1.29, known from 1.30 -> a field of Kubernetes 1.29 | Upgrade the cluster to Kubernetes 1.30 first, or say the same by other fields. State --kubernetes if the cluster runs another release.',
    ]);
  });

  test('decides on custom resources too, and nothing advises to remove a restriction', async () => {
    expect(await findingsIn({ istio: '1.32' }, presence)).toEqual([]);
    expect(await findingsIn({ istio: '1.31' }, presence)).toEqual([
      'error schema/unknown-field spec.jwtRules[0].presence: "presence", which is unknown to Istio 1.31, known from 1.32 -> a field of Istio 1.31 | Upgrade the cluster to Istio 1.32 first, or say the same by other fields. State --istio if the cluster runs another release.',
    ]);
  });

  test('tells versions that came later and versions that are gone from unknown ones', async () => {
    expect(await findingsIn({ kubernetes: '1.31' }, flowSchema('v1beta3'))).toEqual([
      'warning schema/deprecated-version apiVersion: flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema, which Kubernetes 1.29 deprecates -> flowcontrol.apiserver.k8s.io/v1 FlowSchema | Set apiVersion to flowcontrol.apiserver.k8s.io/v1, and check the fields that differ.',
    ]);
    expect(await findingsIn({ kubernetes: '1.32' }, flowSchema('v1beta3'))).toEqual([
      'error schema/unserved-version apiVersion: flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema, which Kubernetes 1.32 removed -> flowcontrol.apiserver.k8s.io/v1 | Set apiVersion to flowcontrol.apiserver.k8s.io/v1, and check the fields that differ.',
    ]);
    const address =
      'apiVersion: networking.k8s.io/v1\nkind: IPAddress\nmetadata: { name: 192.0.2.1 }\nspec: { parentRef: { resource: services, name: a } }';
    expect(await findingsIn({ kubernetes: '1.32' }, address)).toEqual([
      'error schema/unserved-version apiVersion: networking.k8s.io/v1 IPAddress, which came with Kubernetes 1.33 -> networking.k8s.io/v1beta1 | Set apiVersion to networking.k8s.io/v1beta1, and check the fields that differ.',
    ]);
    expect(await findingsIn({ kubernetes: '1.29' }, address)).toEqual([
      'error schema/unserved-version apiVersion: networking.k8s.io/v1 IPAddress, which came with Kubernetes 1.33 -> networking.k8s.io/v1alpha1 | Set apiVersion to networking.k8s.io/v1alpha1, and check the fields that differ.',
    ]);
  });

  test('tells a value that another release allows from a wrong one', async () => {
    const never = valid.deployment.replace('- name: app', '- name: app\n          restartPolicy: Never');
    expect(await findingsIn({ kubernetes: '1.34' }, never)).toEqual([]);
    expect(await findingsIn({ kubernetes: '1.33' }, never)).toEqual([
      'error schema/value-not-allowed spec.template.spec.containers[0].restartPolicy: "Never", which Kubernetes 1.34 added -> one of Always in Kubernetes 1.33 | Use one of the allowed values, or state the release that the cluster runs.',
    ]);
  });

  test('has the kinds of its channel of the Gateway API', async () => {
    const route = (kind: string, version: string) =>
      `apiVersion: gateway.networking.k8s.io/${version}\nkind: ${kind}\nmetadata: { name: a, namespace: b }\nspec: { hostnames: [a.example.com], rules: [{ backendRefs: [{ name: a, port: 443 }] }] }`;
    const tls = route('TLSRoute', 'v1alpha2');
    expect(await findingsIn({ 'gateway-api': '1.4-experimental' }, tls)).toEqual([]);
    expect((await findingsIn({}, tls)).filter((line) => line.includes('channel'))).toEqual([]);
    expect(await findingsIn({ 'gateway-api': '1.5' }, tls, route('TCPRoute', 'v1alpha2'))).toEqual([
      'error schema/unserved-version apiVersion: gateway.networking.k8s.io/v1alpha2 TLSRoute, which only the experimental channel of Gateway API 1.5 has -> gateway.networking.k8s.io/v1 | State --gateway-api 1.5-experimental if the cluster has that channel. Or set apiVersion to gateway.networking.k8s.io/v1, and check the fields that differ.',
      'error schema/unserved-version apiVersion: gateway.networking.k8s.io/v1alpha2 TCPRoute, which only the experimental channel of Gateway API 1.5 has -> a kind of the standard channel | State --gateway-api 1.5-experimental if the cluster has that channel.',
    ]);
    expect(await findingsIn({ 'gateway-api': '1.5' }, route('TLSRoute', 'v1'))).toEqual([]);
  });

  test('asks for what became required', async () => {
    const bare =
      'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: a, namespace: b }\nspec: { selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: a, image: b }] } } }';
    expect(await findingsIn({ kubernetes: '1.33' }, bare)).toEqual([]);
    expect((await findingsIn({ kubernetes: '1.32' }, bare)).map((line) => line.split(' -> ')[0])).toEqual([
      'error schema/missing-field spec.serviceName: nothing',
    ]);
  });
});

describe('a release that is not stated', () => {
  test('is the newest, with a warning for what a supported release does not know', async () => {
    expect(await findingsIn({}, presence)).toEqual([
      'warning schema/field-is-newer spec.jwtRules[0].presence: "presence", which Istio 1.32 added -> a field of every release that upstream supports, or the release that the cluster runs | Say what the cluster runs: --istio 1.32 or later.',
    ]);
  });

  test('warns of a value that a supported release refuses', async () => {
    const recreated = valid.statefulSet.replace('spec:', 'spec:\n  updateStrategy: { type: Recreate }');
    expect(await findingsIn({}, recreated)).toEqual([
      'warning schema/value-is-newer spec.updateStrategy.type: "Recreate", which Kubernetes 1.37 added -> a value of every release that upstream supports, or the release that the cluster runs | Say what the cluster runs: --kubernetes 1.37 or later.',
    ]);
    expect(await findingsIn({ kubernetes: '1.37' }, recreated)).toEqual([]);
    expect(await findingsIn({}, recreated.replace('Recreate', 'OnDelete'))).toEqual([]);
  });

  test('warns of nothing that every supported release knows', async () => {
    const never = valid.deployment.replace('- name: app', '- name: app\n          restartPolicy: Never');
    expect(await findingsIn({}, spread, podResources, never)).toEqual([]);
  });
});

test('every project has its releases in order', () => {
  for (const project of ['kubernetes', 'istio', 'gateway-api', 'cert-manager'])
    expect(knownReleases(project).map((release) => Number(release.split('.')[1]))).toEqual(
      [...knownReleases(project)].map((release) => Number(release.split('.')[1])).sort((a, b) => a - b),
    );
});
