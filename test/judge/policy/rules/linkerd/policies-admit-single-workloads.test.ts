import rule from '../../../../../lib/judge/policy/rules/linkerd/policies-admit-single-workloads.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { authorization, meshTls, server, serverAuthorization } from '../../../model/linkerd/objects.js';

const wholeNamespace = authorization(undefined, '{ kind: Namespace, name: apps }');

ruleTester(rule, {
  passes: {
    'accepts the identity of a workload': meshTls(
      '{ identities: ["gateway.edge.serviceaccount.identity.linkerd.cluster.local"] }',
    ),
    'accepts a policy for a namespace that has one Server': server() + wholeNamespace,
  },
  fails: {
    'with a namespace among the references': [
      meshTls('{ identityRefs: [{ kind: ServiceAccount, name: web }, { kind: Namespace, name: edge }] }'),
      { path: 'spec.identityRefs[1]', got: 'every account of namespace edge' },
    ],
    'with a reference to its own namespace': [
      meshTls('{ identityRefs: [{ kind: Namespace }] }'),
      { got: 'every account of namespace apps' },
    ],
    'with a wildcard over a namespace': [
      serverAuthorization(
        '{ server: { name: web }, client: { meshTLS: { identities: ["*.edge.serviceaccount.identity.linkerd.cluster.local"] } } }',
      ),
      { path: 'spec.client.meshTLS.identities[0]', got: 'every account of namespace edge' },
    ],
    'with a policy for a namespace of two Servers': [
      server() + server('podSelector: {}, port: 9090', 'metrics') + wholeNamespace,
      { path: 'spec.targetRef', got: 'every Server of namespace apps: web, metrics' },
    ],
  },
});
