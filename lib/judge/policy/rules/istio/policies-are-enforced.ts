import { isDryRun } from '../../../model/istio/access-rules.js';
import { AUTHORIZATION_POLICY } from '../../../model/istio/selectors.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/policies-are-enforced',
  severity: 'error',
  scope: 'object',
  summary: 'Every AuthorizationPolicy is enforced.',
  rationale: 'With istio.io/dry-run a policy is only logged: the callers whom it is to refuse are served.',
  source: 'https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/',
  appliesTo: [AUTHORIZATION_POLICY],
  passes: example('false'),
  fails: example('true'),
  *check(resource) {
    if (!isDryRun(resource)) return;
    yield {
      path: 'metadata.annotations["istio.io/dry-run"]',
      got: 'true',
      expected: 'no such annotation',
      fix: 'Remove it once the logs are as they should be: until then the policy lets in and refuses nobody.',
    };
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
