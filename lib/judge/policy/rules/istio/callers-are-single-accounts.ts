import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { stringListAt } from '../../../../manifest/read.js';
import { actionOf, rulesOf, sourcesOf } from '../../../model/istio/access-rules.js';
import { callersIn } from '../../../model/istio/authorization.js';
import { AUTHORIZATION_POLICY } from '../../../model/istio/selectors.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/callers-are-single-accounts',
  severity: 'warning',
  scope: 'object',
  summary: 'Policies admit single accounts, not a namespace or whatever fits a pattern.',
  rationale:
    'Who is admitted by namespace or by pattern is decided by whoever next deploys there: no policy has to change for it.',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
  appliesTo: [AUTHORIZATION_POLICY],
  passes: example('principals: [cluster.local/ns/edge/sa/gateway]'),
  fails: example('namespaces: [edge]'),
  *check(resource) {
    if (actionOf(resource) !== 'ALLOW') return;
    for (const entry of rulesOf(resource).flatMap(sourcesOf)) {
      const { path, source } = entry;
      const callers = callersIn(entry);
      const principals = stringListAt(source, 'principals');
      for (const [index, principal] of principals.entries()) {
        if (principal === '*' || !principal.includes('*')) continue;
        yield {
          path: at(path, 'principals', index),
          got: `every identity that fits ${principal}`,
          expected: 'single principals',
          fix: 'Write each principal out: accounts that are made later are let in too.',
        };
      }
      if (principals.length > 0 || stringListAt(source, 'serviceAccounts').length > 0) continue;
      for (const field of ['namespaces', 'trustDomains']) {
        const given = stringListAt(source, field).filter((name) => name !== '*');
        if (given.length === 0 || callers.includes('*')) continue;
        yield {
          path: at(path, field),
          got: `every account of ${field === 'namespaces' ? 'namespace' : 'trust domain'} ${listed(given)}`,
          expected: 'the principals of the callers',
          fix: 'Name the accounts: as it stands every pod there is let in, those that are added later too.',
        };
        break;
      }
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
