import rule from '../../../../../lib/judge/policy/rules/linkerd/mesh-enforces-network-policy-ports.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace, networkPolicy, server } from '../../../model/linkerd/objects.js';

const web = (policy: string) =>
  deployment({
    annotations: `{ linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: ${policy} }`,
    container: 'ports: [{ containerPort: 8080 }, { containerPort: 9090 }]',
  });
const gateway = deployment({ name: 'gateway', container: 'image: a' });
const open = (ports: string) =>
  networkPolicy(
    `{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: gateway } } }], ports: ${ports} }] }`,
  );
const some = '[{ port: 8080 }, { port: 4143 }]';
const admin = server('podSelector: {}, port: 9090', 'admin');

ruleTester(rule, {
  passes: {
    'accepts the default policy deny': web('deny') + gateway + open(some),
    'accepts a Server on the port': web('all-authenticated') + gateway + open(some) + admin,
    'accepts ports that the policy opens too':
      web('all-authenticated') + gateway + open('[{ port: 8080, endPort: 9090 }, { port: 4143 }]'),
    'accepts a policy that closes the proxy': web('all-authenticated') + gateway + open('[{ port: 8080 }]'),
    'accepts pods without a policy': web('all-authenticated') + gateway,
    'accepts peers outside the mesh':
      web('all-authenticated') + deployment({ name: 'gateway', annotations: '{}' }) + open(some) + namespace(),
  },
  fails: {
    'and names the peer that gets through': [
      web('all-authenticated') + gateway + open(some),
      {
        object: 'Deployment apps/web',
        path: 'spec.template.spec.containers[0].ports[1]',
        got: 'port 9090, which NetworkPolicies close to the meshed gateway but Linkerd does not',
        effect: 'gateway reaches the port through the proxy.',
        fix: 'Add a Server with the callers of port 9090.',
      },
    ],
    'where the Server is for the other port': [
      web('all-unauthenticated') + gateway + open(some) + server('podSelector: {}, port: 8080'),
      { path: 'spec.template.spec.containers[0].ports[1]' },
    ],
  },
  notJudged: {
    'a port whose default policy is not known': [
      web('none') + gateway + open(some),
      'the files do not tell the default inbound policy',
    ],
  },
});
