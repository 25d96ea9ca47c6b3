import rule from '../../../../../lib/judge/policy/rules/linkerd/api-versions-are-current.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const object = (apiVersion: string, kind: string) =>
  `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: web } }`;

ruleTester(rule, {
  passes: {
    'accepts a version that is not the last': object('policy.linkerd.io/v1beta2', 'Server'),
    'accepts a later version': object('policy.linkerd.io/v1', 'Server'),
    'accepts the authorizations of today': object('policy.linkerd.io/v1beta1', 'ServerAuthorization'),
  },
  fails: {
    'of a Link': [
      object('multicluster.linkerd.io/v1alpha1', 'Link'),
      { path: 'apiVersion', got: 'multicluster.linkerd.io/v1alpha1', expected: 'multicluster.linkerd.io/v1alpha3' },
    ],
    'of a route': [
      object('gateway.networking.k8s.io/v1alpha2', 'GRPCRoute'),
      { expected: 'gateway.networking.k8s.io/v1' },
    ],
  },
});
