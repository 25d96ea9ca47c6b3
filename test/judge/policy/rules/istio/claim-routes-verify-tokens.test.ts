import rule from '../../../../../lib/judge/policy/rules/istio/claim-routes-verify-tokens.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);

ruleTester(rule, {
  passes: {
    'accepts tokens that the whole mesh verifies': good
      .replace('name: tokens, namespace: edge', 'name: tokens, namespace: istio-system')
      .replace('selector: { matchLabels: { istio: ingress } }, ', ''),
    'accepts other headers': String(rule.fails).replace('@request.auth.claims.group', 'group'),
  },
  fails: {
    'where no policy is for the gateway': [
      String(rule.fails),
      {
        path: 'spec.http[0].match[0].headers["@request.auth.claims.group"]',
        got: '@request.auth.claims.group, while no RequestAuthentication applies to Pod edge/ingress',
      },
    ],
    'where the policy is of another namespace': [
      good.replace('name: tokens, namespace: edge', 'name: tokens, namespace: apps'),
      {},
    ],
  },
});
