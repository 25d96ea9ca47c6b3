import rule from '../../../../lib/policy/rules/mesh/identity-account-exists.js';
import { ruleTester } from '../../../support/rule-tester.js';
import { authorization, meshTls, namespace, serverAuthorization } from '../../linkerd/objects.js';

const account = (name: string, ns = 'apps') =>
  `\n---\n{ apiVersion: v1, kind: ServiceAccount, metadata: { name: ${name}, namespace: ${ns} } }\n`;
const named = (name: string) => meshTls(`{ identityRefs: [{ kind: ServiceAccount, name: ${name} }] }`);

ruleTester(rule, {
  passes: {
    'accepts an account of a namespace that is not among the objects': named('gateway'),
    'accepts the account that Kubernetes makes': namespace() + named('default'),
    'accepts an account of a policy': namespace() + account('gateway') + authorization(),
  },
  fails: {
    'with a reference to what has no identity': [
      meshTls('{ identityRefs: [{ kind: Namespace, name: edge }, { group: apps, kind: Deployment, name: web }] }'),
      { path: 'spec.identityRefs[1].kind', got: 'apps/Deployment' },
    ],
    'and lists those that exist': [
      namespace() + account('web') + account('api') + named('gateway'),
      { path: 'spec.identityRefs[0].name', got: 'gateway', expected: 'one of api, web of namespace apps' },
    ],
    'where the account is in another namespace': [
      namespace() + account('gateway', 'edge') + authorization(),
      {
        path: 'spec.requiredAuthenticationRefs[0].name',
        expected: 'a ServiceAccount of namespace apps, which has none',
      },
    ],
    'in a ServerAuthorization': [
      namespace() +
        serverAuthorization('{ server: { name: web }, client: { meshTLS: { serviceAccounts: [{ name: gateway }] } } }'),
      { path: 'spec.client.meshTLS.serviceAccounts[0].name' },
    ],
  },
});
