import rule from '../../../../../lib/judge/policy/rules/istio/gateway-routes-use-the-same-subsets.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'accepts routes of the mesh without subsets': bad.replace(', subset: v1', ''),
    'accepts routes of the mesh for other hosts': bad.replace('hosts: [web]', 'hosts: [shop]'),
  },
  fails: {
    'beside routes by subset': [
      bad,
      { object: 'VirtualService apps/public', path: 'spec.http[0].route[0].destination.subset' },
    ],
  },
});
