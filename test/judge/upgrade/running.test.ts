import { expect, test } from 'vitest';
import { ClusterIndex } from '../../../lib/judge/model/cluster-index.js';
import { installedReleases } from '../../../lib/judge/upgrade/running.js';
import { documents, pod } from '../../support/manifests.js';
import { istioWith } from './changes/example.js';
import { clusterOf } from './cluster.js';

const installed = (...texts: readonly string[]) =>
  Object.fromEntries(installedReleases(new ClusterIndex(clusterOf(documents(...texts)))));

const image = (name: string) => pod(`{ containers: [{ name: a, image: "${name}" }] }`);

test.each([
  ['quay.io/jetstack/cert-manager-controller:v1.20.1', { 'cert-manager': 'v1.20.1' }],
  ['quay.io/jetstack/trust-manager:v0.22.0', { 'trust-manager': 'v0.22.0' }],
  ['quay.io/prometheus-operator/prometheus-operator:v0.90.1', { 'prometheus-operator': 'v0.90.1' }],
  ['ghcr.io/external-secrets/external-secrets:v1.1.0', { 'external-secrets': 'v1.1.0' }],
  ['quay.io/argoproj/argocd:v3.5.0', { 'argo-cd': 'v3.5.0' }],
  ['docker.io/istio/pilot:1.31.4', { istio: '1.31.4' }],
  ['natsio/jetstream-controller:0.22.4', { nack: '0.22.4' }],
  ['nats:2.14.2-alpine', { nats: '2.14.2' }],
  ['registry.example/web:1.2.3', {}],
  ['quay.io/jetstack/cert-manager-controller:latest', {}],
])('the image %s', (name, releases) => {
  expect(installed(image(name))).toEqual(releases);
});

test('the oldest of two releases of a controller counts', () => {
  expect(installed(istioWith('{}'), istioWith('{}').replace('v1.30.2', 'v1.31.0').replace('default', 'next'))).toEqual({
    istio: 'v1.30.2',
  });
});

const nodeAt = (version: string) => `
apiVersion: v1
kind: Node
metadata: { name: a }
status: { nodeInfo: { kubeletVersion: ${version} } }
`;

test('Nodes say what Kubernetes runs', () => {
  expect(installed(nodeAt('v1.34.2+k3s1'))).toEqual({ kubernetes: '1.34' });
});

test('definitions of the Gateway API say its release and its channel', () => {
  const definition = (channel: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: gateways.gateway.networking.k8s.io
  annotations: { gateway.networking.k8s.io/bundle-version: v1.5.1, gateway.networking.k8s.io/channel: ${channel} }
`;
  expect(installed(definition('standard'))).toEqual({ 'gateway-api': 'v1.5.1' });
  expect(installed(definition('experimental'))).toEqual({ 'gateway-api': '1.5-experimental' });
});
