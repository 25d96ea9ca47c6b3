import rule from '../../../../../lib/judge/policy/rules/istio/subsets-are-used.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'subsets before any route names one': bad.replace('host: web, subset: v1 } }] }', 'host: web } }] }'),
  },
  passes: {
    'accepts subsets that get copies': bad.replace(
      'http: [{ route',
      'http: [{ mirror: { host: web, subset: v2 }, route',
    ),
  },
  fails: {
    'of a subset beside one that is routed': [
      bad,
      { path: 'spec.subsets[1]', got: 'subset v2, which no VirtualService routes to' },
    ],
  },
});
