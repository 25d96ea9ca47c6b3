import rule from '../../../../../lib/judge/policy/rules/istio/registry-only-is-enforced.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);
const [, ...rest] = bad.split('---');
const mesh = [
  'apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { values: { meshConfig: { outboundTrafficPolicy: { mode: REGISTRY_ONLY } } } }\n',
  ...rest,
].join('---');

ruleTester(rule, {
  ignores: {
    'proxies that let everything out': bad.replace('REGISTRY_ONLY', 'ALLOW_ANY'),
  },
  passes: {
    'accepts pods without a proxy': bad.replace('"true"', '"false"'),
  },
  fails: {
    'of a Sidecar': [
      bad,
      {
        path: 'spec.outboundTrafficPolicy.mode',
        got: 'REGISTRY_ONLY, while no NetworkPolicy restricts the egress of Pod apps/web',
      },
    ],
    'of the mesh': [mesh, { path: 'spec.values.meshConfig.outboundTrafficPolicy.mode' }],
    'of the mesh in its ConfigMap': [
      mesh.replace(
        /^[\s\S]*?\n---/,
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: istio, namespace: istio-system }\ndata: { mesh: "outboundTrafficPolicy: { mode: REGISTRY_ONLY }" }\n---',
      ),
      { path: 'data.mesh' },
    ],
  },
  notJudged: {
    'a Sidecar for pods that are not among the files': [
      `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: apps }
spec: { outboundTrafficPolicy: { mode: REGISTRY_ONLY } }
`,
      'no pod to which it applies is among the files',
    ],
    'pods that may be in the mesh': [
      `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: apps }
spec: { outboundTrafficPolicy: { mode: REGISTRY_ONLY } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { containers: [{ name: web }] }
`,
      'Namespace apps is not among the files',
    ],
  },
});
