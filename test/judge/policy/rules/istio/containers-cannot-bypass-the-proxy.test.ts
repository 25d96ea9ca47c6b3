import rule from '../../../../../lib/judge/policy/rules/istio/containers-cannot-bypass-the-proxy.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace } from '../../../model/istio/security-objects.js';

const container = (context: string) => namespace() + deployment({ container: `securityContext: { ${context} }` });
const path = 'spec.template.spec.containers[0].securityContext';

ruleTester(rule, {
  ignores: {
    'pods outside the mesh': namespace('{}') + deployment({ spec: 'securityContext: { runAsUser: 1337 }' }),
    gateways:
      namespace() +
      deployment({ spec: 'securityContext: { runAsUser: 1337 }' }).replace(
        'name: main',
        'name: istio-proxy, image: auto',
      ),
  },
  passes: {
    'accepts other capabilities': container('capabilities: { add: [NET_BIND_SERVICE], drop: [ALL] }'),
    'ignores the init container of the mesh':
      namespace() +
      deployment({
        spec: 'initContainers: [{ name: istio-init, securityContext: { capabilities: { add: [NET_ADMIN] } } }]',
      }),
  },
  fails: {
    'for the user of a container': [container('runAsUser: 1337'), { path: `${path}.runAsUser`, got: '1337' }],
    'for the group of the pod': [
      namespace() + deployment({ spec: 'securityContext: { runAsGroup: 1337 }' }),
      {
        path: 'spec.template.spec.securityContext.runAsGroup',
        effect:
          '1337 is the ID of the proxy: what the container sends is not captured, and leaves in plaintext past every policy.',
        fix: 'Use another ID.',
      },
    ],
    'for a privileged container': [container('privileged: true'), { path: `${path}.privileged` }],
    'for rights to the network': [
      container('capabilities: { add: [CHOWN, NET_ADMIN, CAP_NET_RAW] }'),
      { path: `${path}.capabilities.add[1]`, got: 'NET_ADMIN' },
      { path: `${path}.capabilities.add[2]`, got: 'CAP_NET_RAW' },
    ],
    'for an init container': [
      namespace() + deployment({ spec: 'initContainers: [{ name: setup, securityContext: { privileged: true } }]' }),
      { path: 'spec.template.spec.initContainers[0].securityContext.privileged' },
    ],
  },
});
