import rule from '../../../../../lib/judge/policy/rules/linkerd/rate-limits-take-effect.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { server } from '../../../model/linkerd/objects.js';

const limit = (spec: string, name = 'web', target = '{ group: policy.linkerd.io, kind: Server, name: web }') => `---
apiVersion: policy.linkerd.io/v1alpha1
kind: HTTPLocalRateLimitPolicy
metadata: { name: ${name}, namespace: apps }
spec: { targetRef: ${target}${spec === '' ? '' : `, ${spec}`} }
`;
const total = 'total: { requestsPerSecond: 100 }';

ruleTester(rule, {
  passes: {
    'accepts limits for identities alone': server() + limit('identity: { requestsPerSecond: 5 }'),
    'accepts parts up to the total':
      server() + limit(`${total}, identity: { requestsPerSecond: 100 }, overrides: [{ requestsPerSecond: 50 }]`),
  },
  fails: {
    'of a route': [
      limit(total, 'web', '{ group: policy.linkerd.io, kind: HTTPRoute, name: web }'),
      { path: 'spec.targetRef.kind', got: 'policy.linkerd.io/HTTPRoute' },
    ],
    'of a Server that does not exist': [limit(total), { path: 'spec.targetRef.name', got: 'web' }],
    'twice for one Server': [
      server() + limit(total) + limit(total, 'another'),
      { object: 'HTTPLocalRateLimitPolicy apps/web', got: 'web, which another limits already' },
    ],
    'without any limit': [server() + limit(''), { path: 'spec', got: 'no limit' }],
    'with parts above the total': [
      server() +
        limit(
          `${total}, identity: { requestsPerSecond: 101 }, overrides: [{ requestsPerSecond: 5 }, { requestsPerSecond: 200 }]`,
        ),
      { path: 'spec.identity.requestsPerSecond', got: '101' },
      { path: 'spec.overrides[1].requestsPerSecond', got: '200', expected: 'at most 100, the total' },
    ],
  },
});
