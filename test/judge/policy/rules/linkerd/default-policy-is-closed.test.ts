import rule from '../../../../../lib/judge/policy/rules/linkerd/default-policy-is-closed.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace, server } from '../../../model/linkerd/objects.js';

const KEY = 'config.linkerd.io/default-inbound-policy';
const own = (policy: string) => deployment({ annotations: `{ linkerd.io/inject: enabled, ${KEY}: ${policy} }` });
const meshed = (policy?: string) =>
  namespace(`{ linkerd.io/inject: enabled${policy === undefined ? '' : `, ${KEY}: ${policy}`} }`);
const bare = (name: string) => deployment({ name, annotations: '{}' });
const controlPlane = (policy: string) => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: linkerd-destination, namespace: linkerd, labels: { linkerd.io/control-plane-component: destination } }
spec: { template: { spec: { containers: [{ name: linkerd-proxy }, { name: policy, args: [--default-policy=${policy}] }] } } }
`;

ruleTester(rule, {
  ignores: {
    'a pod outside the mesh': bare('web'),
  },
  passes: {
    'accepts deny': own('deny'),
    'accepts all-authenticated': own('all-authenticated'),
    'accepts cluster-authenticated': own('cluster-authenticated'),
    'accepts what the control plane closes': bare('web') + meshed() + controlPlane('deny'),
    'accepts a pod that closes what its namespace opens': meshed('audit') + own('deny'),
  },
  fails: {
    'on the namespace, once for all its pods': [
      meshed() + bare('web') + bare('api'),
      {
        object: 'Namespace apps',
        path: `metadata.annotations["${KEY}"]`,
        got: 'nothing, which means all-unauthenticated',
        expected: 'one of all-authenticated, cluster-authenticated, deny',
      },
    ],
    'on the pod that asks for its own proxy': [
      deployment(),
      { object: 'Deployment apps/web', path: `spec.template.metadata.annotations["${KEY}"]` },
    ],
    'on a pod that opens what its namespace closes': [
      meshed('deny') + own('all-unauthenticated'),
      { object: 'Deployment apps/web', got: 'all-unauthenticated' },
    ],
    'with cluster-unauthenticated': [own('cluster-unauthenticated'), { got: 'cluster-unauthenticated' }],
    'with audit': [own('audit'), { got: 'audit' }],
    'with a value that the injector passes over': [own('Deny'), { got: 'Deny' }],
    'where the control plane is open': [
      deployment() + controlPlane('all-unauthenticated'),
      { got: 'all-unauthenticated' },
    ],
  },
  notJudged: {
    'a pod whose Namespace is not among the files': [
      server() + deployment({ annotations: '{}' }),
      'Namespace apps is not among the files',
    ],
  },
});
