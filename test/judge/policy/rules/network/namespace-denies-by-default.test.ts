import rule from '../../../../../lib/judge/policy/rules/network/namespace-denies-by-default.js';
import { documents, object, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts two policies, one for each direction': documents(
      pod('{}'),
      object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: { podSelector: {} }'),
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: out, namespace: apps }\nspec: { podSelector: {}, policyTypes: [Egress], egress: [] }',
    ),
  },
  fails: {
    'where the policy selects some pods only, naming the Namespace': [
      documents(
        'apiVersion: v1\nkind: Namespace\nmetadata: { name: apps }',
        pod('{}'),
        object(
          'networking.k8s.io/v1',
          'NetworkPolicy',
          'spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress, Egress] }',
        ),
      ),
      { path: 'metadata.name', got: 'namespace apps without a default for egress', object: 'Namespace apps' },
      { path: 'metadata.name', got: 'namespace apps without a default for ingress' },
    ],
    'where an expression narrows the policy': [
      documents(
        pod('{}'),
        object(
          'networking.k8s.io/v1',
          'NetworkPolicy',
          'spec: { podSelector: { matchExpressions: [{ key: a, operator: Exists }] } }',
        ),
      ),
      { path: 'metadata.name', object: 'Pod apps/web' },
      { path: 'metadata.name' },
    ],
    'where the policy allows something': [
      documents(
        pod('{}'),
        object(
          'networking.k8s.io/v1',
          'NetworkPolicy',
          'spec: { podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}] }',
        ),
      ),
      { path: 'metadata.name', got: 'namespace apps without a default for ingress' },
    ],
    'where the policy is in another namespace': [
      documents(
        pod('{}'),
        'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: all, namespace: other }\nspec: { podSelector: {}, policyTypes: [Ingress, Egress] }',
      ),
      { path: 'metadata.name' },
      { path: 'metadata.name' },
    ],
  },
});
