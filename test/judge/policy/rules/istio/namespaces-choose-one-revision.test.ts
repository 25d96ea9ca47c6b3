import rule from '../../../../../lib/judge/policy/rules/istio/namespaces-choose-one-revision.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, meshConfig, namespace, peers } from '../../../model/istio/security-objects.js';

ruleTester(rule, {
  ignores: {
    'a namespace outside the mesh': namespace('{}') + deployment(),
    'the root namespace':
      namespace('{}', 'istio-system') +
      peers('{}', 'default', 'istio-system') +
      deployment({ namespace: 'istio-system' }),
  },
  passes: {
    'accepts a revision that is installed': namespace('{ istio.io/rev: 1-31 }') + meshConfig('{}', 'istio-1-31'),
    'accepts the default revision': namespace() + meshConfig(),
    'accepts ambient': namespace('{ istio.io/dataplane-mode: ambient }') + peers() + deployment(),
    'accepts pods that ask one by one':
      namespace('{}') + peers() + deployment({ labels: 'sidecar.istio.io/inject: "true"' }),
    'passes over the revision of pods whose namespace has one':
      namespace('{ istio.io/rev: default }') + deployment({ labels: 'istio.io/rev: other' }) + meshConfig(),
  },
  fails: {
    'for both labels': [
      namespace('{ istio-injection: enabled, istio.io/rev: prod }'),
      {
        object: 'Namespace apps',
        path: 'metadata.labels["istio.io/rev"]',
        got: 'istio.io/rev: prod beside istio-injection: enabled',
        effect: 'The default revision injects the pods, and prod does not.',
        fix: 'Remove istio-injection.',
      },
    ],
    'for a revision that is disabled again': [
      namespace('{ istio-injection: disabled, istio.io/rev: prod }'),
      { effect: 'istio-injection wins, and no pod gets a sidecar.', fix: 'Remove one of them.' },
    ],
    'for ambient beside sidecars': [
      namespace('{ istio-injection: enabled, istio.io/dataplane-mode: ambient }'),
      { got: 'ambient beside istio-injection: enabled' },
    ],
    'for a misspelt value': [
      namespace('{ istio-injection: "true" }'),
      { path: 'metadata.labels.istio-injection', got: 'true' },
    ],
    'for a revision that nobody has': [
      namespace('{ istio.io/rev: prod }') + meshConfig('{}', 'istio-1-31'),
      { got: 'revision prod, which no control plane has', expected: 'one of 1-31' },
    ],
    'for the default revision that nobody has': [
      namespace() + meshConfig('{}', 'istio-1-31'),
      { path: 'metadata.labels.istio-injection', got: 'revision default, which no control plane has' },
    ],
    'for the revision of a pod': [
      namespace('{}') + deployment({ labels: 'istio.io/rev: prod' }) + meshConfig(),
      { object: 'Deployment apps/web', path: 'spec.template.metadata.labels["istio.io/rev"]' },
    ],
    'for policies in a namespace that is not injected': [
      namespace('{}') + peers() + deployment(),
      { got: 'no label of Istio on namespace apps, which has PeerAuthentication default' },
    ],
  },
  notJudged: {
    'any revision where no control plane is among the files': [
      namespace('{ istio.io/rev: prod }'),
      'no control plane of Istio is among the files',
    ],
    'a namespace with a policy whose pods are not among the files': [
      `
apiVersion: v1
kind: Namespace
metadata: { name: apps }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: {  }
`,
      'no pod of namespace apps is among the files',
    ],
  },
});
