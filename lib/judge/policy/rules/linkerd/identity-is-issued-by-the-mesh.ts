import { stringAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { MESH_TLS, SERVER_AUTHORIZATION, SERVICE_ACCOUNT } from '../../../model/linkerd/authorization.js';
import { identityTexts, parseIdentity } from '../../../model/linkerd/identities.js';
import { controlPlaneOf } from '../../../model/linkerd-control-plane/control-plane.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const CERTIFICATE = 'cert-manager.io/Certificate';

export default defineRule({
  id: 'linkerd/identity-is-issued-by-the-mesh',
  severity: 'warning',
  scope: 'object',
  summary: 'Every identity that a policy spells out is one that the control plane issues.',
  rationale:
    'Identities are compared letter by letter. With another trust domain, another control plane namespace or an account that does not exist, the intended caller is refused.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#meshtlsauthentication',
  appliesTo: [MESH_TLS, SERVER_AUTHORIZATION],
  reads: ['ConfigMap', 'Namespace', 'ServiceAccount', 'apps/Deployment', 'cert-manager.io/Certificate'],
  passes: example('gateway.edge.serviceaccount.identity.linkerd.cluster.local'),
  fails: example('gateway.edge.serviceaccount.identity.linkerd.example.org'),
  about: (resource) =>
    identityTexts(resource).filter(({ text }) => !text.startsWith('*') && !text.startsWith('spiffe://')),
  *check({ field, text }, cluster) {
    const { namespace } = controlPlaneOf(cluster);
    const domain = trustDomainOf(cluster);
    const identity = parseIdentity(text);
    if (identity === undefined) {
      yield field.violation({
        expected: `<account>.<namespace>.serviceaccount.identity.${namespace}.${domain ?? '<trust domain>'}`,
        fix: 'Write the identity as the control plane issues it, or refer to the ServiceAccount by identityRefs.',
      });
    } else if (
      identity.controlPlaneNamespace !== namespace ||
      (domain !== undefined && identity.trustDomain !== domain)
    ) {
      yield field.violation({
        expected: `an identity that ends in identity.${namespace}.${domain ?? identity.trustDomain}`,
        fix: 'Correct the ending, or refer to the ServiceAccount by identityRefs, which follow the control plane. Keep it for a workload of another cluster with its own trust domain.',
      });
    } else if (cluster.namespace(identity.namespace) === undefined) {
      yield notJudged(`Namespace ${identity.namespace} is not among the files`);
    } else if (cluster.find(SERVICE_ACCOUNT, identity.namespace, identity.serviceAccount) === undefined) {
      yield field.violation({
        expected: `a ServiceAccount ${identity.serviceAccount} of namespace ${identity.namespace}`,
        fix: 'Correct the name, or add the account. Keep it for a workload of another cluster with the same trust domain.',
      });
    } else if (domain === undefined) {
      yield notJudged('the trust domain of the mesh is not known');
    }
  },
});

/**
 * The trust domain as the control plane's objects state it, or the name of its issuer; where they state none, the one that most of
 * the identities have.
 */
function trustDomainOf(cluster: ClusterIndex): string | undefined {
  const known = controlPlaneOf(cluster).trustDomain;
  if (known !== undefined) return known;
  const [issued] = cluster
    .ofKind(CERTIFICATE)
    .flatMap(({ object }) => /^identity\.[^.]+\.(.+)$/.exec(stringAt(object, 'spec', 'commonName') ?? '')?.[1] ?? []);
  if (issued !== undefined) return issued;
  const domains = cluster
    .ofKind(MESH_TLS, SERVER_AUTHORIZATION)
    .flatMap((resource) => identityTexts(resource).flatMap(({ text }) => parseIdentity(text)?.trustDomain ?? []));
  const counted = [...new Set(domains)].map((domain) => ({
    domain,
    count: domains.filter((other) => other === domain).length,
  }));
  const [first, second] = counted.sort((a, b) => b.count - a.count);
  return first === undefined || first.count === second?.count ? undefined : first.domain;
}

function example(identity: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: linkerd-destination
  namespace: linkerd
  labels: { linkerd.io/control-plane-component: destination }
spec:
  template:
    spec: { containers: [{ name: destination, args: [destination, -identity-trust-domain=cluster.local] }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: edge }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: gateway, namespace: edge }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: { name: callers, namespace: apps }
spec: { identities: [${identity}] }
`;
}
