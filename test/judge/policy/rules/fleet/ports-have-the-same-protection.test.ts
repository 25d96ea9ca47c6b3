import rule from '../../../../../lib/judge/policy/rules/fleet/ports-have-the-same-protection.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { authorization, deployment, networkAuthentication, server } from '../../../model/linkerd/objects.js';

const UDP = { container: 'ports: [{ name: dns, containerPort: 53, protocol: UDP }]' };
const web = (policy: string, more = {}) =>
  deployment({
    annotations: `{ linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: ${policy} }`,
    ...more,
  });
const open = web('all-unauthenticated');
const named = open + server() + authorization();
const networks =
  open +
  server() +
  authorization('[{ group: policy.linkerd.io, kind: NetworkAuthentication, name: nodes }]') +
  networkAuthentication();
const anyIdentity = open + server('podSelector: {}, port: 8080, accessPolicy: all-authenticated');
const path = 'spec.template.spec.containers[0].ports[0]';

ruleTester(rule, {
  ignores: {
    'another workload': { a: named, b: deployment({ name: 'api' }) },
    'a port of UDP, which no mesh guards': { a: web('deny', UDP), b: web('all-unauthenticated', UDP) },
    'a workload outside the mesh': { a: named, b: deployment({ annotations: '{}' }) },
  },
  passes: {
    'accepts a Server here and a policy that denies there': { a: named, b: web('deny') },
    'accepts an access policy here and the default there': { a: anyIdentity, b: web('all-authenticated') },
  },
  fails: {
    'without the Server': [
      { a: named, b: open },
      {
        cluster: 'b',
        object: 'Deployment apps/web',
        path,
        got: 'a port open to anyone',
        expected: 'open to named identities only, as in cluster a',
      },
    ],
    'with networks in place of identities': [
      { a: named, b: networks },
      { cluster: 'b', got: 'a port open to networks without identity' },
    ],
    'with any identity in place of named ones': [
      { a: anyIdentity, b: named },
      {
        cluster: 'a',
        got: 'a port open to every meshed peer',
        expected: 'open to named identities only, as in cluster b',
      },
    ],
    'with anyone in place of networks': [
      { a: networks, b: open },
      { cluster: 'b', got: 'a port open to anyone', expected: 'open to networks without identity, as in cluster a' },
    ],
    'and compares with the strictest of three': [
      { a: open, b: anyIdentity, c: named },
      { cluster: 'a', expected: 'open to named identities only, as in cluster c' },
      { cluster: 'b', expected: 'open to named identities only, as in cluster c' },
    ],
  },
  notJudged: {
    'a port of pods that may be meshed': [
      { a: named, b: deployment({ annotations: '{}' }) + deployment({ name: 'other', namespace: 'far' }) },
      'Namespace apps is not among the files',
    ],
    'a port whose default policy is not known': [
      { a: named, b: deployment() },
      'the files do not tell the default inbound policy',
    ],
  },
});
