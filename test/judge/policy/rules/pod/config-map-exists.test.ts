import rule from '../../../../../lib/judge/policy/rules/pod/config-map-exists.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { namespace } from '../../../model/trust/objects.js';

const pod = (container: string, volume = 'emptyDir: {}') => `---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers: [{ name: web, image: example.org/web:1.4.2, ${container} }]
  volumes: [{ name: v, ${volume} }]
`;
const mounting = (name: string, more = '') => pod('args: []', `configMap: { name: ${name}${more} }`);
const config = (name: string, data: string) =>
  `---\n{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name}, namespace: apps }, ${data} }\n`;
const bundle = (target: string) =>
  `---\n{ apiVersion: trust.cert-manager.io/v1alpha1, kind: Bundle, metadata: { name: roots }, spec: { target: { ${target} } } }\n`;
const apps = namespace('apps', 'team: a');
const reading = (file: string) =>
  pod(`args: [--ca=/trust/${file}], volumeMounts: [{ name: v, mountPath: /trust }]`, 'configMap: { name: roots }');

ruleTester(rule, {
  ignores: {
    'an optional ConfigMap': apps + mounting('web', ', optional: true'),
  },
  passes: {
    'accepts the root of the cluster': apps + mounting('kube-root-ca.crt'),
    'accepts the root of Istio in a cluster that runs it':
      apps + namespace('edge', 'istio-injection: enabled') + mounting('istio-ca-root-cert'),
    'accepts keys of both kinds of data':
      apps +
      config('c', 'data: { a: x }, binaryData: { b: eA== }') +
      mounting('c', ', items: [{ key: a }, { key: b }]'),
    'accepts a Bundle for every namespace': apps + bundle('configMap: { key: ca.crt }') + reading('ca.crt'),
    'accepts a further format of a Bundle':
      apps + bundle('configMap: { key: ca.crt }, additionalFormats: { jks: { key: ca.jks } }') + reading('ca.jks'),
    'accepts a Bundle that selects the namespace':
      apps + bundle('configMap: { key: ca.crt }, namespaceSelector: { matchLabels: { team: a } }') + reading('ca.crt'),
  },
  notJudged: {
    'a ConfigMap of a namespace that is not known': [mounting('web'), 'Namespace apps is not among the files'],
    'the root of Istio in a cluster that may not run it': [
      apps + mounting('istio-ca-root-cert'),
      'istiod writes istio-ca-root-cert, and nothing among the files shows istiod',
    ],
    'the root of OpenShift': [
      apps + mounting('openshift-service-ca.crt'),
      'only OpenShift writes openshift-service-ca.crt',
    ],
    'a ConfigMap that a program of the cluster names': [
      apps + mounting('leader') + pod('args: [--write-config-map=leader]').replace('name: web', 'name: writer'),
      'leader is named elsewhere too, so a program may write it',
    ],
  },
  fails: {
    'without a key of its items': [
      apps + config('c', 'data: { b: x, a: x }') + mounting('c', ', items: [{ key: d }, { key: a }, { key: e }]'),
      { path: 'spec.volumes[0].configMap.name', got: 'c without d, e', expected: 'keys among a, b' },
    ],
    'without any key': [
      apps + config('c', 'data: {}') + pod('env: [{ name: A, valueFrom: { configMapKeyRef: { name: c, key: k } } }]'),
      {
        path: 'spec.containers[0].env[0].valueFrom.configMapKeyRef.name',
        got: 'c without k',
        expected: 'a ConfigMap with the key',
      },
    ],
    'with all its variables': [
      apps + pod('envFrom: [{ configMapRef: { name: c } }]'),
      { path: 'spec.containers[0].envFrom[0].configMapRef.name', got: 'c', effect: 'The pod does not start.' },
    ],
    'in a projected volume': [
      apps + pod('args: []', 'projected: { sources: [{ configMap: { name: c } }] }'),
      {
        path: 'spec.volumes[0].projected.sources[0].configMap.name',
        expected: 'a ConfigMap of namespace apps, or a Bundle that writes it',
      },
    ],
    'of a Bundle for other namespaces': [
      apps + bundle('configMap: { key: ca.crt }, namespaceSelector: { matchLabels: { team: b } }') + reading('ca.crt'),
      { got: 'roots, which its Bundle writes into other namespaces' },
    ],
    'of a Bundle with another key than is read': [
      apps + bundle('configMap: { key: ca.crt }') + reading('ca-bundle.crt'),
      { path: 'spec.volumes[0].configMap.name', got: 'roots without ca-bundle.crt', expected: 'keys among ca.crt' },
    ],
    'of a Bundle that writes Secrets': [apps + bundle('secret: { key: ca.crt }') + reading('ca.crt'), { got: 'roots' }],
  },
});
