import rule from '../../../../../lib/judge/policy/rules/linkerd/egress-routes-take-effect.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);

ruleTester(rule, {
  ignores: {
    'routes of Services': good.replace(
      'group: policy.linkerd.io, kind: EgressNetwork, name: internet',
      'group: core, kind: Service, name: web',
    ),
  },
  passes: {
    'accepts a network of another namespace': good
      .replace('name: internet, namespace: apps', 'name: internet, namespace: linkerd-egress')
      .replace('name: internet, port', 'name: internet, namespace: linkerd-egress, port'),
  },
  fails: {
    'without a port': [String(rule.fails), { path: 'spec.parentRefs[0].port', got: 'nothing' }],
    'of a network that does not exist': [
      good.replace('name: internet, port', 'name: intranet, port'),
      { path: 'spec.parentRefs[0].name', got: 'intranet', expected: 'an EgressNetwork of namespace apps' },
    ],
    'of a network in another namespace': [
      good.replace('name: internet, namespace: apps', 'name: internet, namespace: other'),
      { got: 'internet' },
    ],
  },
});
