import rule from '../../../../../lib/judge/policy/rules/linkerd/server-is-authorized.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { authorization, httpRoute, server, serverAuthorization } from '../../../model/linkerd/objects.js';

const client = 'client: { meshTLS: { serviceAccounts: [{ name: gateway }] } }';

ruleTester(rule, {
  ignores: {
    'an access policy': server('podSelector: {}, port: 80, accessPolicy: all-authenticated'),
    'a Server of external workloads': server('externalWorkloadSelector: {}, port: 80'),
  },
  passes: {
    'accepts a policy for the namespace': server() + authorization(undefined, '{ kind: Namespace, name: apps }'),
    'accepts a policy for a route of the Server':
      server() + httpRoute() + authorization(undefined, '{ group: policy.linkerd.io, kind: HTTPRoute, name: web }'),
    'accepts a ServerAuthorization by name': server() + serverAuthorization(`{ server: { name: web }, ${client} }`),
    'accepts a ServerAuthorization by label':
      server('', 'web', '{ tier: front }') +
      serverAuthorization(`{ server: { selector: { matchLabels: { tier: front } } }, ${client} }`),
    'accepts group and kind in any case':
      server() + authorization(undefined, '{ group: Policy.linkerd.io, kind: server, name: web }'),
  },
  fails: {
    'where the policy is for another Server': [
      server() + authorization(undefined, '{ group: policy.linkerd.io, kind: Server, name: api }'),
      { object: 'Server apps/web', path: 'metadata.name', got: 'a Server that no policy targets' },
    ],
    'where deny is written out': [server('podSelector: {}, port: 80, accessPolicy: deny'), {}],
    'where the policy is in another namespace': [
      server() + authorization().replace('namespace: apps', 'namespace: edge'),
      {},
    ],
    'where the ServerAuthorization selects another label': [
      server() + serverAuthorization(`{ server: { selector: { matchLabels: { tier: front } } }, ${client} }`),
      {},
    ],
    'where the route names the Server with a port': [
      server() +
        httpRoute('[]', '{ group: policy.linkerd.io, kind: Server, name: web, port: 80 }') +
        authorization(undefined, '{ group: policy.linkerd.io, kind: HTTPRoute, name: web }'),
      {},
    ],
  },
});
