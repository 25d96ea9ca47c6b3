import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { actionOf, rulesOf, sourcesOf } from '../../../model/istio/access-rules.js';
import {
  AUTHORIZATION_POLICY,
  hasTargets,
  podsSelectedBy,
  REQUEST_AUTHENTICATION,
  selects,
} from '../../../model/istio/selectors.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<Field>({
  id: 'istio/required-tokens-are-verified',
  severity: 'error',
  scope: 'object',
  summary:
    'Where an AuthorizationPolicy requires a token of an issuer, a RequestAuthentication verifies tokens of that issuer.',
  rationale:
    'A caller has a request principal only if a RequestAuthentication of the same pods verified its token. Without one the rule matches nobody, whatever token a caller presents.',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
  appliesTo: [AUTHORIZATION_POLICY],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/RequestAuthentication',
  ],
  passes: example('https://login.example.org'),
  fails: example('https://other.example.org'),
  about: (policy) =>
    actionOf(policy) !== 'ALLOW' || hasTargets(policy)
      ? []
      : rulesOf(policy)
          .flatMap(sourcesOf)
          .flatMap((source) => source.at('requestPrincipals').items)
          .filter(({ text }) => text !== undefined),
  *check(principal, cluster) {
    const pods = podsSelectedBy(principal.resource, cluster);
    if (pods.length === 0) yield notJudged('no pod that the policy selects is among the files');
    const pod = pods.find((each) => !issuersOf(each, cluster).some((issuer) => mayBeOf(principal.shown, issuer)));
    if (pod === undefined) return;
    const { name } = pod.resource.object.metadata;
    const issuers = issuersOf(pod, cluster);
    yield principal.violation({
      got: `${principal.shown}, while ${issuers.length === 0 ? `no RequestAuthentication applies to ${name}` : `${name} verifies only tokens of ${listed(issuers)}`}`,
      expected: 'the issuer of a RequestAuthentication for the same pods, a slash, and a subject or a star',
      effect: `Every caller that this rule is for is refused at ${name}.`,
      fix: 'Correct the issuer, or add the RequestAuthentication.',
    });
  },
});

function issuersOf(pod: PodTemplate, cluster: ClusterIndex): readonly string[] {
  return cluster
    .ofKind(REQUEST_AUTHENTICATION)
    .filter((policy) => selects(policy, pod, cluster))
    .flatMap((policy) => Field.of(policy).at('spec', 'jwtRules').items)
    .flatMap((rule) => rule.at('issuer').text ?? []);
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
