import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { accessTo, policiesOf } from '../../../model/istio/authorization.js';
import { isInMesh, isMembershipKnown } from '../../../model/istio/injection.js';
import { podsSelectedBy, REQUEST_AUTHENTICATION } from '../../../model/istio/selectors.js';
import { inboundPorts } from '../../../model/istio/service-ports.js';
import { demandsTokens } from '../../../model/istio/tokens.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<Field>({
  id: 'istio/tokens-are-required',
  severity: 'error',
  scope: 'object',
  summary: 'Where a RequestAuthentication verifies tokens, it or an AuthorizationPolicy requires them.',
  rationale:
    'A RequestAuthentication refuses invalid tokens, but admits requests without any token, unless the presence of a rule is REQUIRED (Istio 1.32).',
  source: 'https://istio.io/latest/docs/reference/config/security/request_authentication/',
  appliesTo: [REQUEST_AUTHENTICATION],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'Service',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
  ],
  passes: example('requestPrincipals: ["https://login.example.org/*"]'),
  fails: example('principals: [cluster.local/ns/edge/sa/gateway]'),
  about: (policy) => [Field.of(policy).at('spec', 'jwtRules')].filter(({ items }) => items.length > 0),
  *check(rules, cluster) {
    const pods = podsSelectedBy(rules.resource, cluster);
    const unknown = pods.find((pod) => !isMembershipKnown(pod, cluster));
    if (pods.length === 0) yield notJudged('no pod that it selects is among the files');
    else if (unknown !== undefined) yield notJudged(`Namespace ${unknown.namespace} is not among the files`);
    const lax = pods.filter((pod) => isInMesh(pod, cluster) && admitsWithoutToken(pod, cluster));
    const [authorizer] = lax.flatMap((pod) => policiesOf(pod, 'CUSTOM', cluster));
    if (authorizer !== undefined) {
      const label = objectLabel(authorizer.object);
      yield notJudged(`the authorizer of ${label} may require tokens, and what it checks is not in the files`);
    }
    const open = lax.filter((pod) => policiesOf(pod, 'CUSTOM', cluster).length === 0);
    if (open.length === 0) return;
    const names = [...new Set(open.map(({ resource }) => resource.object.metadata.name))].sort();
    yield rules.violation({
      got: `${listed(names)} ${names.length === 1 ? 'serves' : 'serve'} callers without a token, because nothing there requires one`,
      expected:
        'a DENY rule for notRequestPrincipals ["*"], requestPrincipals in the ALLOW rules, or from Istio 1.32 on presence: REQUIRED',
      effect: 'Callers that the other policies admit can omit the token, and are served.',
      fix: 'Add one of them.',
    });
  },
});

function admitsWithoutToken(pod: PodTemplate, cluster: ClusterIndex): boolean {
  if (demandsTokens(pod, cluster)) return false;
  const ports = inboundPorts(pod, cluster);
  return ports.length === 0 || ports.some((port) => accessTo(pod, port, cluster).reach !== 'nobody');
}

function example(source: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: apps }
spec:
  selector: { matchLabels: { app: web } }
  jwtRules: [{ issuer: "https://login.example.org", jwksUri: "https://login.example.org/keys", audiences: [web] }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  selector: { matchLabels: { app: web } }
  rules: [{ from: [{ source: { ${source} } }] }]
`;
}
