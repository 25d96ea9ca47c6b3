import rule from '../../../../../lib/judge/policy/rules/linkerd/pod-is-injected.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace } from '../../../model/linkerd/objects.js';

const meshed = namespace('{ linkerd.io/inject: enabled }');
const path = 'spec.template.metadata.annotations["linkerd.io/inject"]';

ruleTester(rule, {
  ignores: {
    'a pod of a namespace that is never meshed': deployment({
      namespace: 'kube-system',
      annotations: '{ linkerd.io/inject: disabled }',
    }),
    'a pod of the host network where nothing tells of Linkerd': deployment({
      annotations: '{}',
      spec: 'hostNetwork: true',
    }),
    'a pod outside the mesh in a namespace outside the mesh':
      namespace() + deployment({ annotations: '{ linkerd.io/inject: disabled }' }),
    'a pod that brings its proxy':
      meshed +
      deployment({ annotations: '{ linkerd.io/inject: disabled }', spec: 'initContainers: [{ name: linkerd-proxy }]' }),
  },
  passes: {
    'accepts an empty value': meshed + deployment({ annotations: '{ linkerd.io/inject: "" }' }),
    'accepts an ingress': meshed + deployment({ annotations: '{ linkerd.io/inject: ingress }' }),
  },
  fails: {
    'where the pod opts out': [
      meshed + deployment({ annotations: '{ linkerd.io/inject: disabled }' }),
      { path, got: 'disabled' },
    ],
    'where the value is unknown': [
      meshed + deployment({ annotations: '{ linkerd.io/inject: always }' }),
      { path, got: 'always' },
    ],
    'on the host network': [
      meshed + deployment({ annotations: '{}', spec: 'hostNetwork: true' }),
      { path: 'spec.template.spec.hostNetwork' },
    ],
    'on the host network of a namespace outside the mesh': [
      deployment({ spec: 'hostNetwork: true' }),
      { path: 'spec.template.spec.hostNetwork' },
    ],
    'where the webhooks are kept out': [
      namespace('{}', '{ config.linkerd.io/admission-webhooks: disabled }') + deployment(),
      { path, got: 'enabled, in a namespace for which the injector is not called' },
    ],
    'where the namespace has an unknown value': [
      namespace('{ linkerd.io/inject: always }') + deployment(),
      { path, got: 'enabled, with always on namespace apps' },
    ],
  },
  notJudged: {
    'a pod of the host network where the namespace is not known': [
      deployment({ annotations: '{}', spec: 'hostNetwork: true' }) + deployment({ name: 'other', namespace: 'far' }),
      'Namespace apps is not among the files',
    ],
    'a pod that opts out where the namespace is not known': [
      deployment({ annotations: '{ linkerd.io/inject: disabled }' }),
      'Namespace apps is not among the files',
    ],
  },
});
