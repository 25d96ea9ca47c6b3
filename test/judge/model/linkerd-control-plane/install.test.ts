import { expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import {
  argumentsOf,
  controlPlaneInstallOf,
  isOutdated,
  releaseOf,
} from '../../../../lib/judge/model/linkerd-control-plane/install.js';
import { configExample, controllerExample } from '../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import { clusterFrom } from '../../../support/rule-tester.js';

const installIn = (yaml: string) => controlPlaneInstallOf(new ClusterIndex(clusterFrom(yaml)));

test.each([
  ['edge-25.10.7', '2.19', false],
  ['edge-26.6.3', '2.20', false],
  ['edge-26.8.3', '2.20', false],
  ['edge-25.12.1', undefined, false],
  ['edge-24.11.8', undefined, true],
  ['enterprise-2.19.2', '2.19', false],
  ['stable-2.14.10', undefined, true],
  ['v2.20', '2.20', false],
  ['dev-0123abcd', undefined, false],
])('%s is of release %s', (version, release, outdated) => {
  expect(releaseOf(version)).toBe(release);
  expect(isOutdated(version)).toBe(outdated);
});

test('there is no control plane without a Deployment of it', () => {
  expect(installIn(configExample('linkerdVersion: edge-26.6.3'))).toBeUndefined();
});

test('linkerd-config is where absent objects are reported, and tells the release', () => {
  const install = installIn(controllerExample() + configExample('linkerdVersion: edge-26.6.3', 'cniEnabled: true'));
  expect(install).toMatchObject({ namespace: 'linkerd', release: '2.20', cni: true });
  expect(install?.anchor.object.kind).toBe('ConfigMap');
});

test('an image tells the release where there is no linkerd-config', () => {
  const install = installIn(controllerExample({ image: 'cr.l5d.io/linkerd/controller:edge-25.10.7' }));
  expect(install?.release).toBe('2.19');
  expect(install?.anchor.object.kind).toBe('Deployment');
});

test.each(['-cluster-domain=k8s.local', '--cluster-domain=k8s.local'])('reads the argument %s', (arg) => {
  const install = installIn(controllerExample({ args: ['-cluster-domain-suffix=x', arg] }));
  expect(install && argumentsOf(install, 'cluster-domain')).toMatchObject([
    { value: 'k8s.local', field: { path: 'spec.template.spec.containers[0].args[2]' } },
  ]);
});
