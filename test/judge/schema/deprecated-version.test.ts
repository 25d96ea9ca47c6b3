import { expect, test } from 'vitest';
import { validate } from '../../../lib/judge/schema/validate.js';
import type { ClusterReleases } from '../../../lib/releases/project.js';
import { clusterOf } from './objects.js';

async function deprecations(object: string, releases: ClusterReleases) {
  const findings = await validate({ ...clusterOf(object), releases });
  return findings.flatMap(({ rule, severity, path, got, expected, effect, fix }) =>
    rule === 'schema/deprecated-version' ? [{ severity, path, got, expected, effect, fix }] : [],
  );
}

const cidr = (version: string) =>
  `{ apiVersion: networking.k8s.io/${version}, kind: ServiceCIDR, metadata: { name: a }, spec: { cidrs: [10.0.0.0/16] } }`;

test('a version that the release of the cluster deprecates is a warning, with the release that removes it', async () => {
  expect(await deprecations(cidr('v1beta1'), { kubernetes: '1.35' })).toEqual([
    {
      severity: 'warning',
      path: 'apiVersion',
      got: 'networking.k8s.io/v1beta1 ServiceCIDR, which Kubernetes 1.34 deprecates',
      expected: 'networking.k8s.io/v1 ServiceCIDR',
      effect: 'Kubernetes 1.37 refuses the object.',
      fix: 'Set apiVersion to networking.k8s.io/v1, and check the fields that differ.',
    },
  ]);
});

test('neither an earlier release nor the version that follows is a warning', async () => {
  expect(await deprecations(cidr('v1beta1'), { kubernetes: '1.33' })).toEqual([]);
  expect(await deprecations(cidr('v1'), { kubernetes: '1.35' })).toEqual([]);
});

test('a definition that deprecates a version names no release that removes it', async () => {
  const provider =
    '{ apiVersion: notification.toolkit.fluxcd.io/v1beta2, kind: Alert, metadata: { name: a, namespace: b } }';
  expect(await deprecations(provider, { flux: '2.7' })).toMatchObject([
    { expected: 'notification.toolkit.fluxcd.io/v1beta3 Alert', effect: 'A later release refuses the object.' },
  ]);
});

test('a kind without another version says so', async () => {
  const candidate =
    '{ apiVersion: coordination.k8s.io/v1beta1, kind: LeaseCandidate, metadata: { name: a, namespace: b } }';
  expect(await deprecations(candidate, { kubernetes: '1.37' })).toMatchObject([
    {
      expected: 'a version that is not deprecated',
      effect: 'Kubernetes 1.39 refuses the object.',
      fix: 'Before that upgrade, look for what upstream offers instead.',
    },
  ]);
});
