import { dryRunOf, isDryRun } from '../../../model/istio/access-rules.js';
import { AUTHORIZATION_POLICY } from '../../../model/istio/selectors.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/policies-are-enforced',
  severity: 'error',
  scope: 'object',
  summary: 'Every AuthorizationPolicy is enforced.',
  rationale: 'With istio.io/dry-run a policy is only logged: the callers that it should refuse are served.',
  source: 'https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/',
  appliesTo: [AUTHORIZATION_POLICY],
  passes: example('false'),
  fails: example('true'),
  *check(policy) {
    if (!isDryRun(policy)) return;
    yield dryRunOf(policy).violation({
      got: 'true',
      expected: 'no such annotation',
      effect: 'The policy admits and refuses nobody.',
      fix: 'Remove the annotation once the logs look right.',
    });
  },
});

function example(dryRun: string): string {
  return `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: deny-all, namespace: apps, annotations: { istio.io/dry-run: "${dryRun}" } }
spec: {}
`;
}
