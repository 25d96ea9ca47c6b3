import rule from '../../../../../lib/judge/policy/rules/istio/images-are-still-published.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment } from '../../../model/istio/security-objects.js';

const sail = (values: string) =>
  `{ apiVersion: sailoperator.io/v1, kind: Istio, metadata: { name: default }, spec: { namespace: istio-system, values: ${values} } }`;
const injector = (hub: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-sidecar-injector, namespace: istio-system }
data: { values: '{ "global": { "hub": "${hub}", "proxy": { "image": "proxyv2" } } }' }
`;

ruleTester(rule, {
  ignores: {
    'a workload without a pod template':
      '{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: apps } }',
    'other ConfigMaps': `
apiVersion: v1
kind: ConfigMap
metadata: { name: values, namespace: apps }
data: { values: '{ "hub": "gcr.io/istio-release" }' }
`,
  },
  passes: {
    'accepts a mirror': deployment({ container: 'image: example.org/gcr.io/istio-release/proxyv2:1.30.3' }),
    'accepts a name that only begins alike': deployment({ container: 'image: gcr.io/istio-release-mirror/pilot:1' }),
    'accepts what the operator is given': sail('{ global: { hub: docker.io/istio } }'),
    'accepts what the injector is given': injector('docker.io/istio'),
  },
  fails: {
    'for the image of a container': [
      deployment({ container: 'image: registry.istio.io/release/pilot:1.30.3' }),
      {
        path: 'spec.template.spec.containers[0].image',
        got: 'registry.istio.io/release/pilot:1.30.3',
        expected: 'docker.io/istio/pilot:1.30.3',
      },
    ],
    'for the image of a sidecar': [
      deployment({ annotations: '{ sidecar.istio.io/proxyImage: gcr.io/istio-release/proxyv2:1.30.3 }' }),
      {
        path: 'spec.template.metadata.annotations["sidecar.istio.io/proxyImage"]',
        expected: 'docker.io/istio/proxyv2:1.30.3',
      },
    ],
    'for what the injector is given': [
      injector('gcr.io/istio-release'),
      { path: 'data.values', expected: 'docker.io/istio' },
    ],
    'for what the operator is given': [
      sail('{ global: { hub: gcr.io/istio-release } }'),
      { path: 'spec.values.global.hub', got: 'gcr.io/istio-release' },
    ],
    'for what the operator fills in': [sail('{}'), { path: 'spec.values.global.hub', expected: 'docker.io/istio' }],
    'for the hub of an IstioOperator': [
      '{ apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, metadata: { name: a, namespace: istio-system }, spec: { hub: gcr.io/istio-release } }',
      { path: 'spec.hub' },
    ],
  },
});
