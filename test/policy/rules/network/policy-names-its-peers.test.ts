import rule from '../../../../lib/policy/rules/network/policy-names-its-peers.js';
import { object } from '../../../support/manifests.js';
import { ruleTester } from '../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a policy without rules': object(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      'spec: { podSelector: {}, policyTypes: [Ingress] }',
    ),
    'accepts egress to everywhere that is written out': object(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      'spec: { egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }] }',
    ),
  },
  fails: {
    'for absent and empty lists in both directions, in the second rule too': [
      object(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'spec: { ingress: [{ from: [{ podSelector: {} }] }, { from: [] }], egress: [{ ports: [{ port: 53 }] }] }',
      ),
      { path: 'spec.egress[0].to', got: 'nothing' },
      { path: 'spec.ingress[1].from', got: 'an empty list' },
    ],
    'for ingress from everywhere': [
      object(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'spec: { ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }, { ipBlock: { cidr: "::/0" } }] }] }',
      ),
      { path: 'spec.ingress[0].from[1].ipBlock.cidr', got: '::/0' },
    ],
  },
});
