import rule from '../../../../../lib/judge/policy/rules/linkerd/identity-account-exists.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { authorization, meshTls, namespace, serverAuthorization } from '../../../model/linkerd/objects.js';

const account = (name: string, ns = 'apps') =>
  `\n---\n{ apiVersion: v1, kind: ServiceAccount, metadata: { name: ${name}, namespace: ${ns} } }\n`;
const named = (name: string) => meshTls(`{ identityRefs: [{ kind: ServiceAccount, name: ${name} }] }`);

/** A Gateway of the Gateway API, whose class makes pods with these labels. */
const gatewayApi = (labels: string) => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: apps }
spec: { gatewayClassName: any, infrastructure: { labels: ${labels} }, listeners: [] }
`;

ruleTester(rule, {
  ignores: {
    'the account that is made for a Gateway': namespace() + gatewayApi('{}') + named('edge'),
    'one that is named by its class too': namespace() + gatewayApi('{}') + named('edge-any'),
    'the account that Kubernetes makes': namespace() + named('default'),
  },
  passes: {
    'accepts an account of a policy': namespace() + account('gateway') + authorization(),
  },
  fails: {
    'where a Gateway has another name': [namespace() + gatewayApi('{}') + named('edges'), { got: 'edges' }],
    'with a reference to what has no identity': [
      meshTls('{ identityRefs: [{ kind: Namespace, name: edge }, { group: apps, kind: Deployment, name: web }] }'),
      { path: 'spec.identityRefs[1].kind', got: 'apps/Deployment' },
    ],
    'and lists those that exist': [
      namespace() + account('web') + account('api') + named('gateway'),
      {
        path: 'spec.identityRefs[0].name',
        got: 'gateway',
        expected: 'a ServiceAccount of namespace apps',
        fix: 'Correct the name (did you mean api, web?) or the namespace, or add the ServiceAccount.',
      },
    ],
    'where the account is in another namespace': [
      namespace() + account('gateway', 'edge') + authorization(),
      {
        path: 'spec.requiredAuthenticationRefs[0].name',
        expected: 'a ServiceAccount of namespace apps',
        fix: 'Correct the namespace (did you mean edge?), or add the ServiceAccount to namespace apps.',
      },
    ],
    'in a ServerAuthorization': [
      namespace() +
        serverAuthorization('{ server: { name: web }, client: { meshTLS: { serviceAccounts: [{ name: gateway }] } } }'),
      { path: 'spec.client.meshTLS.serviceAccounts[0].name' },
    ],
  },
  notJudged: {
    'an account whose Namespace is not among the files': [named('gateway'), 'Namespace apps is not among the files'],
  },
});
