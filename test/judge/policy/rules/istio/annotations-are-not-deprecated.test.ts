import rule from '../../../../../lib/judge/policy/rules/istio/annotations-are-not-deprecated.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment } from '../../../model/istio/security-objects.js';

ruleTester(rule, {
  passes: {
    'accepts it beside the label': deployment({
      labels: 'sidecar.istio.io/inject: "true"',
      annotations: '{ sidecar.istio.io/inject: "true" }',
    }),
  },
  fails: {
    'for each, with what replaces it': [
      deployment({ annotations: '{ sidecar.istio.io/statsInclusionPrefixes: a }' }),
      {
        path: 'spec.template.metadata.annotations["sidecar.istio.io/statsInclusionPrefixes"]',
        expected: 'proxyStatsMatcher in proxy.istio.io/config',
      },
    ],
    'on a Service': [
      '{ apiVersion: v1, kind: Service, metadata: { name: a, namespace: b, annotations: { alpha.istio.io/kubernetes-serviceaccounts: c } } }',
      { path: 'metadata.annotations["alpha.istio.io/kubernetes-serviceaccounts"]' },
    ],
  },
});
