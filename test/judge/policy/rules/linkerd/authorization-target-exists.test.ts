import rule from '../../../../../lib/judge/policy/rules/linkerd/authorization-target-exists.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { authorization, httpRoute, server, serverAuthorization } from '../../../model/linkerd/objects.js';

const client = 'client: { unauthenticated: true }';
const target = (ref: string) => authorization(undefined, ref);

ruleTester(rule, {
  passes: {
    'accepts the namespace of the policy': target('{ kind: Namespace, name: apps }'),
    'accepts the core group by name': target('{ group: core, kind: Namespace, name: apps }'),
    'accepts a route': httpRoute() + target('{ group: policy.linkerd.io, kind: HTTPRoute, name: web }'),
    'accepts a ServerAuthorization of a Server': server() + serverAuthorization(`{ server: { name: web }, ${client} }`),
    'accepts a ServerAuthorization of external workloads':
      server('externalWorkloadSelector: {}, port: 80') + serverAuthorization(`{ server: { name: web }, ${client} }`),
    'accepts a ServerAuthorization that selects a Server by its labels':
      server('', 'web', '{ team: shop }') +
      serverAuthorization(`{ server: { selector: { matchLabels: { team: shop } } }, ${client} }`),
  },
  fails: {
    'for another namespace': [
      target('{ kind: Namespace, name: edge }'),
      { path: 'spec.targetRef.name', got: 'edge', expected: 'apps, the namespace of the policy' },
    ],
    'without the group': [
      server() + target('{ kind: Server, name: web }'),
      { path: 'spec.targetRef.group', got: 'Server', expected: 'policy.linkerd.io/Server' },
    ],
    'with a route of the other group': [
      httpRoute() + target('{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: web }'),
      { path: 'spec.targetRef.name', expected: 'a HTTPRoute of namespace apps' },
    ],
    'with a kind that is no target': [
      target('{ kind: Service, name: web }'),
      { path: 'spec.targetRef.kind', got: 'Service' },
    ],
    'with a name that does not exist': [
      server() + target('{ group: policy.linkerd.io, kind: Server, name: api }'),
      {
        path: 'spec.targetRef.name',
        got: 'api',
        effect: 'Until then the policy has no effect.',
        fix: 'Correct the name (did you mean web?), or add the Server.',
      },
    ],
    'with a Server of another namespace': [
      server().replace('namespace: apps', 'namespace: edge') + authorization(),
      {
        effect: 'Until then the policy has no effect.',
        fix: 'Move the policy to namespace edge, where the Server is.',
      },
    ],
    'with a ServerAuthorization of no Server': [
      server() + serverAuthorization(`{ server: { name: api }, ${client} }`),
      { object: 'ServerAuthorization apps/web', path: 'spec.server', got: '{"name":"api"}' },
    ],
  },
});
