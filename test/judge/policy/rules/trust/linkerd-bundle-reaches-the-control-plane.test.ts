import rule from '../../../../../lib/judge/policy/rules/trust/linkerd-bundle-reaches-the-control-plane.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { namespace } from '../../../model/linkerd/objects.js';

const bundle = (target: string, name = 'linkerd-identity-trust-roots') =>
  `{ apiVersion: trust.cert-manager.io/v1alpha1, kind: Bundle, metadata: { name: ${name} }, spec: { target: { ${target} } } }`;
const key = 'configMap: { key: ca-bundle.crt }';
const selecting = (name: string) =>
  `${key}, namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${name} } }`;
const linkerd = namespace('{}', '{}', 'linkerd');

ruleTester(rule, {
  ignores: {
    'other bundles': bundle('configMap: { key: roots.pem }', 'messaging') + linkerd,
  },
  passes: {
    'accepts the name of the namespace': bundle(selecting('linkerd')) + linkerd,
    'accepts every namespace': bundle(key) + linkerd,
    'accepts a control plane in another namespace':
      bundle(selecting('mesh')) + namespace('{}', '{ linkerd.io/is-control-plane: "true" }', 'mesh') + linkerd,
  },
  fails: {
    'with another key': [
      bundle('configMap: { key: ca.crt }'),
      { path: 'spec.target.configMap.key', got: 'ca.crt', expected: 'ca-bundle.crt' },
    ],
    'without a ConfigMap': [bundle('secret: { key: ca-bundle.crt }'), { got: 'nothing' }],
    'with another namespace': [
      bundle(selecting('apps')) + linkerd,
      { path: 'spec.target.namespaceSelector', expected: 'labels of namespace linkerd' },
    ],
  },
  notJudged: {
    'a namespace that is not among the objects': [
      bundle(selecting('mesh')),
      'Namespace linkerd is not among the files',
    ],
  },
});
