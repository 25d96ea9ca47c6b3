import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/gateway-hosts-are-named.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: { 'accepts wildcards below a name': bad.replace('"*"', '"*.local", "apps/*.example.org"') },
  fails: {
    'with any host for any namespace': [
      bad,
      { path: 'spec.servers[0].hosts[0]', got: '*', effect: expect.stringContaining('any namespace') },
    ],
    'with any host for one namespace': [
      bad.replace('"*"', 'apps/*'),
      { got: 'apps/*', effect: expect.stringContaining('namespace apps') },
    ],
  },
});
