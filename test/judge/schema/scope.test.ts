import { expect, test } from 'vitest';
import { scopeOf } from '../../../lib/judge/schema/scope.js';

test('scopeOf tells namespaced, cluster-scoped and unknown kinds apart', () => {
  expect(scopeOf('', 'Service')).toBe('Namespaced');
  expect(scopeOf('', 'Namespace')).toBe('Cluster');
  expect(scopeOf('cert-manager.io', 'Issuer')).toBe('Namespaced');
  expect(scopeOf('cert-manager.io', 'ClusterIssuer')).toBe('Cluster');
  expect(scopeOf('trust.cert-manager.io', 'Bundle')).toBe('Cluster');
  expect(scopeOf('policy.linkerd.io', 'Server')).toBe('Namespaced');
  expect(scopeOf('apps', 'Service')).toBeUndefined();
  expect(scopeOf('constructor', 'name')).toBeUndefined();
});
