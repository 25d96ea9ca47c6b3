import rule from '../../../../../lib/judge/policy/rules/pod/image-has-a-digest.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const gateway = (annotations: string, name = 'istio-proxy') =>
  `apiVersion: v1
kind: Pod
metadata: { name: gateway, namespace: apps, annotations: ${annotations} }
spec: { containers: [{ name: ${name}, image: auto }] }
`;

ruleTester(rule, {
  ignores: {
    'what a mesh fills in': gateway('{ inject.istio.io/templates: "sidecar, gateway" }'),
  },
  fails: {
    'for what no mesh fills in': [gateway('{}'), { path: 'spec.containers[0].image', got: 'auto' }],
    'for a container beside the proxy': [
      gateway('{ inject.istio.io/templates: gateway }', 'web'),
      { path: 'spec.containers[0].image', got: 'auto' },
    ],
    'for the second of two, and for init containers': [
      pod(
        '{ containers: [{ name: a, image: "web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }, { name: b, image: "web:1" }], initContainers: [{ name: c }] }',
      ),
      { path: 'spec.containers[1].image', got: 'web:1' },
      { path: 'spec.initContainers[0].image', got: 'nothing' },
    ],
  },
});
