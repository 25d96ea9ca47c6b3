import type { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { actionOf, rulesOf, sourcesOf } from '../../../model/istio/access-rules.js';
import { callersIn } from '../../../model/istio/authorization.js';
import { AUTHORIZATION_POLICY } from '../../../model/istio/selectors.js';
import { defineRule } from '../../rule.js';

export default defineRule<Field>({
  id: 'istio/callers-are-named-accounts',
  severity: 'warning',
  scope: 'object',
  summary: 'Policies admit single accounts, not whole namespaces or patterns.',
  rationale:
    'If a policy admits a namespace or a pattern, anyone who deploys there later decides who is admitted, without a change of any policy.',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
  appliesTo: [AUTHORIZATION_POLICY],
  passes: example('principals: [cluster.local/ns/edge/sa/gateway]'),
  fails: example('namespaces: [edge]'),
  about: (policy) => (actionOf(policy) === 'ALLOW' ? rulesOf(policy).flatMap(sourcesOf) : []),
  *check(source) {
    const principals = source.at('principals').items;
    for (const field of principals) {
      if (field.text === undefined || field.text === '*' || !field.text.includes('*')) continue;
      yield field.violation({
        got: `every identity that matches ${field.text}`,
        expected: 'single principals',
        effect: 'Accounts that are added later are admitted too.',
        fix: 'List each principal.',
      });
    }
    if (principals.length > 0 || source.at('serviceAccounts').texts.length > 0) return;
    for (const [name, label] of [
      ['namespaces', 'namespace'],
      ['trustDomains', 'trust domain'],
    ] as const) {
      const given = source.at(name).texts.filter((each) => each !== '*');
      if (given.length === 0 || callersIn(source).includes('*')) continue;
      yield source.at(name).violation({
        got: `every account of ${label} ${listed(given)}`,
        expected: 'the principals of the callers',
        effect: 'Every pod there is admitted, also those that are added later.',
        fix: 'Name the accounts.',
      });
      break;
    }
  },
});

function example(source: string): string {
  return `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: { rules: [{ from: [{ source: { ${source} } }] }] }
`;
}
