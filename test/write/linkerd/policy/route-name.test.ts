import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KUBELET_POLICIES, kubeletPolicyName, routeName } from '../../../../lib/write/linkerd/policy/route-name.js';
import { METHODS } from '../../../../lib/write/workload/intents/caller.js';
import { parsePath } from '../../../../lib/write/workload/intents/request-match.js';

const nameOf = (path: string, method?: (typeof METHODS)[number]) =>
  routeName('web-http', { path: parsePath(path), method });

const segment = fc.stringMatching(/^[A-Za-z0-9\-._~!$&'()+,;=:@%]{1,80}$/);
const path = fc
  .tuple(fc.array(segment, { maxLength: 6 }), fc.boolean())
  .map(([segments, prefix]) => `/${segments.join('/')}`.replace(/^\/$/, prefix ? '' : '/') + (prefix ? '/*' : ''));
const method = fc.option(fc.constantFrom(...METHODS), { nil: undefined });

describe('routeName', () => {
  test.each([
    ['/v1/tools', 'GET', 'web-http.get.v1.tools.exact'],
    ['/v1/*', 'POST', 'web-http.post.v1.prefix'],
    ['/v1/*', undefined, 'web-http.any.v1.prefix'],
    ['/*', undefined, 'web-http.any.prefix'],
    ['/', 'GET', 'web-http.get.exact'],
    ['/v1/Tools', 'GET', 'web-http.get.v1.tools.h3e5a2f0b.exact'],
  ] as const)('names %s of %s after server, method and path', (given, of, expected) => {
    expect(nameOf(given, of)).toBe(expected);
  });

  test('is a name that Kubernetes takes, with room for the policy of the kubelet', () => {
    fc.assert(
      fc.property(path, method, (given, of) => {
        const policy = kubeletPolicyName(nameOf(given, of));
        expect(policy).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
        expect(policy.length).toBeLessThanOrEqual(253);
      }),
    );
  });

  test('tells every two requests apart', () => {
    fc.assert(
      fc.property(path, method, path, method, (a, of, b, other) => {
        fc.pre(a !== b || of !== other);
        const names = [nameOf(a, of), nameOf(b, other)];
        expect(new Set([...names, ...names.map(kubeletPolicyName)]).size).toBe(4);
      }),
    );
    expect(nameOf('/a-b')).not.toBe(nameOf('/a/b'));
    expect(nameOf('/a.b')).not.toBe(nameOf('/a/b'));
    expect(nameOf('/prefix')).not.toBe(nameOf('/prefix/*'));
    expect(nameOf('/exact.kubelet')).not.toBe(kubeletPolicyName(nameOf('/')));
  });
});

describe('KUBELET_POLICIES', () => {
  test('matches the policies of kubelets, and no route’s own', () => {
    const whole = new RegExp(`^(${KUBELET_POLICIES})$`);
    expect(kubeletPolicyName(nameOf('/ready', 'GET'))).toMatch(whole);
    expect('probe').toMatch(whole);
    expect(nameOf('/kubelet', 'GET')).not.toMatch(whole);
  });
});
