import rule from '../../../../../lib/judge/policy/rules/network/policy-selects-a-pod.js';
import { documents, object, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'an empty selector': object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: { podSelector: {} }'),
  },
  passes: {
    'accepts the pods that a Gateway has made': documents(
      object('gateway.networking.k8s.io/v1', 'Gateway', 'spec: { infrastructure: { labels: { app: edge } } }'),
      object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: { podSelector: { matchLabels: { app: edge } } }'),
    ),
    'accepts the pods with which cert-manager answers a challenge': documents(
      'apiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata: { name: acme, namespace: apps }\nspec: { acme: { server: https://acme.example, privateKeySecretRef: { name: account }, solvers: [{ http01: { ingress: { class: istio } } }] } }\n',
      object(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'spec: { podSelector: { matchLabels: { acme.cert-manager.io/http01-solver: "true" } } }',
      ),
    ),
    'accepts an expression': documents(
      pod('{}'),
      object(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'spec: { podSelector: { matchExpressions: [{ key: app, operator: Exists }] } }',
      ),
    ),
  },
  notJudged: {
    'a namespace whose pods an operator makes': [
      documents(
        'apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.31.0, namespace: apps }\n',
        object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: { podSelector: { matchLabels: { app: istiod } } }'),
      ),
      'the pods that an operator makes from Istio default are not among the files',
    ],
  },
  fails: {
    'where an operator makes pods in another namespace': [
      documents(
        'apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.31.0, namespace: istio-system }\n',
        object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: { podSelector: { matchLabels: { app: istiod } } }'),
      ),
      { path: 'spec.podSelector' },
    ],
    'where no challenge is answered by a pod': [
      documents(
        'apiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata: { name: acme, namespace: apps }\nspec: { acme: { server: https://acme.example, privateKeySecretRef: { name: account }, solvers: [{ dns01: { route53: {} } }] } }\n',
        object(
          'networking.k8s.io/v1',
          'NetworkPolicy',
          'spec: { podSelector: { matchLabels: { acme.cert-manager.io/http01-solver: "true" } } }',
        ),
      ),
      { path: 'spec.podSelector' },
    ],
    'where an expression excludes the pod': [
      documents(
        pod('{}'),
        object(
          'networking.k8s.io/v1',
          'NetworkPolicy',
          'spec: { podSelector: { matchExpressions: [{ key: app, operator: DoesNotExist }] } }',
        ),
      ),
      { path: 'spec.podSelector' },
    ],
  },
});
