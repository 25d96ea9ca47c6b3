import rule from '../../../../../lib/judge/policy/rules/istio/pods-are-injected.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace } from '../../../model/istio/security-objects.js';

const inject = 'sidecar.istio.io/inject';
const gateway = deployment().replace('name: main', 'name: istio-proxy, image: auto');

ruleTester(rule, {
  ignores: {
    'namespaces outside the mesh': namespace('{}') + deployment({ spec: 'hostNetwork: true' }),
    'a namespace that is disabled': namespace('{ istio-injection: disabled }') + deployment(),
    'the control plane':
      namespace('{ istio-injection: enabled }', 'istio-system') +
      deployment({ namespace: 'istio-system', labels: `${inject}: "false"` }),
    ambient: namespace('{ istio.io/dataplane-mode: ambient }') + deployment(),
  },
  passes: {
    'accepts a gateway that is injected': namespace() + gateway,
  },
  fails: {
    'for the host network': [
      namespace() + deployment({ spec: 'hostNetwork: true' }),
      { path: 'spec.template.spec.hostNetwork', got: 'true' },
    ],
    'for a label': [
      namespace('{ istio.io/rev: prod }') + deployment({ labels: `${inject}: "false"` }),
      {
        path: `spec.template.metadata.labels["${inject}"]`,
        expected: 'a sidecar, as namespace apps requires',
        effect:
          'Its ports serve anyone in plaintext, nothing enforces policies of Istio there, and it has no identity that STRICT peers accept.',
        fix: 'Remove it.',
      },
    ],
    'for an annotation': [
      namespace() + deployment({ annotations: `{ ${inject}: "false" }` }),
      { path: `spec.template.metadata.annotations["${inject}"]` },
    ],
    'for a pod that asks where its namespace is disabled': [
      namespace('{ istio-injection: disabled }') + deployment({ labels: `${inject}: "true"` }),
      { got: 'a request for a sidecar in namespace apps, whose label istio-injection is disabled' },
    ],
    'for an annotation that no webhook sees': [
      namespace('{}') + deployment({ annotations: `{ ${inject}: "true" }` }),
      {
        got: 'the annotation, in namespace apps, which has no label of Istio',
        expected: `the label ${inject}: "true"`,
      },
    ],
    'for an annotation in a namespace that is not among the files': [
      deployment({ annotations: `{ ${inject}: "true" }` }),
      { got: 'the annotation, in namespace apps, which is not among the files' },
    ],
    'for a namespace that the injector ignores': [
      namespace('{ istio-injection: enabled }', 'kube-system') + deployment({ namespace: 'kube-system' }),
      { got: 'namespace kube-system', expected: 'a namespace that the injector handles' },
    ],
    'for a gateway whose image nobody fills in': [
      namespace('{}') + gateway,
      { path: 'spec.template.spec.containers[0].image', got: 'auto, in pods that are not injected' },
    ],
  },
  notJudged: {
    'pods whose Namespace is not among the files': [
      `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: edge, labels: { istio-injection: enabled } }
`,
      'Namespace apps is not among the files',
    ],
  },
});
