import { expect, test } from 'vitest';
import type { ManifestObject } from '../../lib/manifest/object.js';
import { chartOf } from '../../lib/parity/chart-of.js';

const object = (kind: string, name: string, namespace?: string, labels: { [label: string]: string } = {}) =>
  ({ apiVersion: 'v1', kind, metadata: { name, labels, ...(namespace && { namespace }) } }) as ManifestObject;

test.each([
  ['linkerd-crds', object('CustomResourceDefinition', 'servers.policy.linkerd.io')],
  ['linkerd-crds', object('CustomResourceDefinition', 'httproutes.gateway.networking.k8s.io')],
  [undefined, object('CustomResourceDefinition', 'certificates.cert-manager.io')],
  [undefined, object('CustomResourceDefinition', 'x.notlinkerd.io')],
  ['linkerd2-cni', object('DaemonSet', 'linkerd-cni', 'kube-system', { 'linkerd.io/cni-resource': 'true' })],
  ['linkerd2-cni', object('ClusterRole', 'linkerd-cni')],
  ['linkerd2-cni', object('Namespace', 'linkerd-cni')],
  ['linkerd-control-plane', object('Service', 'linkerd-dst', 'linkerd', { 'linkerd.io/control-plane-ns': 'linkerd' })],
  ['linkerd-control-plane', object('Namespace', 'linkerd')],
  [undefined, object('Service', 'web', 'linkerd-viz', { 'linkerd.io/extension': 'viz' })],
  [undefined, object('Service', 'web', 'shop')],
] as const)('%s has the object %j', (chart, found) => {
  expect(chartOf(found)).toBe(chart);
});
