import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, stringAt, stringListAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { actionOf, rulesOf, sourcesOf } from '../../../model/istio/access-rules.js';
import {
  AUTHORIZATION_POLICY,
  hasTarget,
  podsSelectedBy,
  REQUEST_AUTHENTICATION,
  selects,
} from '../../../model/istio/selectors.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/required-tokens-are-verified',
  severity: 'error',
  scope: 'object',
  summary:
    'Where an AuthorizationPolicy asks for a token of an issuer, a RequestAuthentication verifies tokens of that issuer.',
  rationale:
    'A caller has a request principal only where a RequestAuthentication of the same pods verified its token. Without one the rule holds for nobody, whatever token a caller brings.',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
  appliesTo: [AUTHORIZATION_POLICY],
  passes: example('https://login.example.org'),
  fails: example('https://other.example.org'),
  *check(resource, cluster) {
    if (actionOf(resource) !== 'ALLOW' || hasTarget(resource)) return;
    const pods = podsSelectedBy(resource, cluster);
    for (const { path, source } of rulesOf(resource).flatMap(sourcesOf)) {
      for (const [index, principal] of stringListAt(source, 'requestPrincipals').entries()) {
        const bare = pods.find((pod) => !issuersOf(pod, cluster).some((issuer) => mayBeOf(principal, issuer)));
        if (bare === undefined) continue;
        const { name } = bare.resource.object.metadata;
        const issuers = issuersOf(bare, cluster);
        yield {
          path: at(path, 'requestPrincipals', index),
          got: `${principal}, while ${issuers.length === 0 ? 'no RequestAuthentication is for' : `only tokens of ${listed(issuers)} are verified at`} ${name}`,
          expected: 'the issuer of a RequestAuthentication for the same pods, a slash, and a subject or a star',
          fix: `Correct the issuer, or add the RequestAuthentication: as it stands every caller whom this rule is for is refused at ${name}.`,
        };
      }
    }
  },
});

function issuersOf(pod: PodTemplate, cluster: ClusterIndex): readonly string[] {
  return cluster
    .ofKind(REQUEST_AUTHENTICATION)
    .filter((policy) => selects(policy, pod, cluster))
    .flatMap(({ object }) => listAt(object, 'spec', 'jwtRules').flatMap((rule) => stringAt(rule, 'issuer') ?? []));
}

/** Whether a pattern of request principals, `issuer/subject` with a star at one end, may mean tokens of an issuer. */
function mayBeOf(pattern: string, issuer: string): boolean {
  if (pattern.startsWith('*')) return true;
  const start = `${issuer}/`;
  if (!pattern.endsWith('*')) return pattern.startsWith(start);
  const stem = pattern.slice(0, -1);
  return stem.startsWith(start) || start.startsWith(stem);
}

function example(issuer: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: apps }
spec: { jwtRules: [{ issuer: "https://login.example.org" }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: { rules: [{ from: [{ source: { requestPrincipals: ["${issuer}/*"] } }] }] }
`;
}
