import rule from '../../../../../lib/judge/policy/rules/linkerd/route-fits-its-server.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { httpRoute, server } from '../../../model/linkerd/objects.js';

const rateLimit = (target: string) => `
---
apiVersion: policy.linkerd.io/v1alpha1
kind: HTTPLocalRateLimitPolicy
metadata: { name: web, namespace: apps }
spec: { targetRef: ${target}, total: { requestsPerSecond: 5 } }
`;
const web = '{ group: policy.linkerd.io, kind: Server, name: web }';

ruleTester(rule, {
  ignores: {
    'a route of a Service': httpRoute('[]', '{ group: core, kind: Service, name: web, port: 80 }'),
  },
  passes: {
    'accepts a Server that finds out the protocol': server() + httpRoute() + rateLimit(web),
  },
  fails: {
    'for a Server that does not exist': [
      server() + httpRoute('[]', `${web}, { group: policy.linkerd.io, kind: Server, name: website }`),
      { object: 'HTTPRoute apps/web', path: 'spec.parentRefs[1].name', got: 'website' },
    ],
    'for a Server of TLS': [
      server('podSelector: {}, port: 8443, proxyProtocol: TLS') + httpRoute(),
      { path: 'spec.parentRefs[0].name', got: 'web, whose protocol is TLS' },
    ],
    'for a rate limit of an opaque Server': [
      server('podSelector: {}, port: 4222, proxyProtocol: opaque') + rateLimit(web),
      {
        object: 'HTTPLocalRateLimitPolicy apps/web',
        path: 'spec.targetRef.name',
        got: 'web, whose protocol is opaque',
      },
    ],
  },
});
