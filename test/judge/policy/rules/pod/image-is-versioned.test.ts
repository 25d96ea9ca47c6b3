import rule from '../../../../../lib/judge/policy/rules/pod/image-is-versioned.js';
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
  passes: {
    'accepts a digest without a tag': pod(
      '{ containers: [{ name: a, image: "example.org/web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }] }',
    ),
    'accepts a registry with a port': pod('{ containers: [{ name: a, image: "example.org:5000/web:1.0" }] }'),
  },
  fails: {
    'for what no mesh fills in': [gateway('{}'), { path: 'spec.containers[0].image', got: 'auto' }],
    'for a container beside the proxy': [
      gateway('{ inject.istio.io/templates: gateway }', 'web'),
      { path: 'spec.containers[0].image', got: 'auto' },
    ],
    'for latest, for no tag and for no image': [
      pod(
        '{ containers: [{ name: a, image: "web:1" }, { name: b, image: "web:latest" }, { name: c }], initContainers: [{ name: d, image: web }] }',
      ),
      { path: 'spec.containers[1].image', got: 'web:latest', expected: 'a tag other than latest, or a digest' },
      { path: 'spec.containers[2].image', got: 'nothing' },
      { path: 'spec.initContainers[0].image', got: 'web' },
    ],
    'for a digest that is one digit short': [
      pod(
        '{ containers: [{ name: a, image: "web:1@sha256:123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }] }',
      ),
      { path: 'spec.containers[0].image', expected: 'a digest of sha256: and 64 hexadecimal digits' },
    ],
  },
});
