import rule from '../../../../../lib/judge/policy/rules/istio/mesh-config-keeps-mtls.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, deployment, meshConfig, namespace } from '../../../model/istio/security-objects.js';

const discovery = (labels: string) => meshConfig(`{ discoverySelectors: [{ matchLabels: ${labels} }] }`);

ruleTester(rule, {
  ignores: {
    'other ConfigMaps': meshConfig('{ enableAutoMtls: false }', 'other'),
  },
  passes: {
    'accepts the defaults': meshConfig(),
    'accepts selectors that match the namespace':
      namespace('{ istio-injection: enabled, mesh: "yes" }') + deployment() + discovery('{ mesh: "yes" }'),
    'accepts selectors that leave out a namespace outside the mesh':
      namespace('{}') + deployment() + discovery('{ mesh: "yes" }'),
    'accepts another root namespace that has the policies':
      meshConfig('{ rootNamespace: policies }') + access('', 'deny', 'policies', ''),
    'accepts that no selector matches the namespace of istiod': `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: "discoverySelectors: [{ matchLabels: { mesh: member } }]" }
---
apiVersion: v1
kind: Namespace
metadata: { name: istio-system }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: istio-system, labels: { istio: ingressgateway } }
spec: { containers: [{ name: web, ports: [] }] }
`,
    'accepts the root namespace by its name':
      meshConfig('{ rootNamespace: istio-system }') + access('', 'deny', 'istio-system', ''),
    'accepts a mesh without selectors': namespace() + deployment() + meshConfig(),
  },
  fails: {
    'for calls without mTLS': [
      meshConfig('{ enableAutoMtls: false }'),
      { object: 'ConfigMap istio-system/istio', path: 'data.mesh', got: 'enableAutoMtls: false' },
    ],
    'for a namespace that istiod does not see': [
      namespace() + deployment() + discovery('{ mesh: "yes" }'),
      { path: 'data.mesh', got: '[{"matchLabels":{"mesh":"yes"}}], which does not match namespace apps' },
    ],
    'for mesh-wide policies that are not': [
      meshConfig('{ rootNamespace: policies }') + access('', 'deny', 'istio-system', ''),
      { got: 'policies, while namespace istio-system has AuthorizationPolicy deny' },
    ],
    'for a version of TLS that there is not': [
      meshConfig('{ meshMTLS: { minProtocolVersion: TLSV1_1 } }'),
      { got: 'TLSV1_1', expected: 'TLSV1_3 or TLSV1_2' },
    ],
    'in what the operator is given': [
      '{ apiVersion: sailoperator.io/v1, kind: Istio, metadata: { name: default }, spec: { namespace: istio-system, values: { meshConfig: { enableAutoMtls: false } } } }',
      { object: 'Istio default', path: 'spec.values.meshConfig.enableAutoMtls' },
    ],
  },
  notJudged: {
    'discovery of pods that may be in the mesh': [
      deployment() + discovery('{ mesh: "yes" }'),
      'Namespace apps is not among the files',
    ],
    'discovery of a Namespace that is not among the files': [
      `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: "discoverySelectors: [{ matchLabels: { mesh: yes-please } }]" }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { sidecar.istio.io/inject: "true" } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`,
      'Namespace apps is not among the files',
    ],
  },
});
