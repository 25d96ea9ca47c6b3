import { stringAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { MESH_TLS, SERVER_AUTHORIZATION, SERVICE_ACCOUNT } from '../../../model/linkerd/authorization.js';
import { identityTexts, parseIdentity } from '../../../model/linkerd/identities.js';
import { controlPlaneOf } from '../../../model/linkerd-control-plane/control-plane.js';
import { defineRule } from '../../rule.js';

const CERTIFICATE = 'cert-manager.io/Certificate';

export default defineRule({
  id: 'linkerd/identity-is-of-the-mesh',
  severity: 'warning',
  scope: 'object',
  summary: 'Every identity that a policy spells out is one that the control plane issues.',
  rationale:
    'Identities are compared letter by letter: with another trust domain, another control plane namespace or an account that does not exist, the caller that is meant is refused.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#meshtlsauthentication',
  appliesTo: [MESH_TLS, SERVER_AUTHORIZATION],
  passes: example('gateway.edge.serviceaccount.identity.linkerd.cluster.local'),
  fails: example('gateway.edge.serviceaccount.identity.linkerd.example.org'),
  *check(resource, cluster) {
    const { namespace } = controlPlaneOf(cluster);
    const domain = trustDomainOf(cluster);
    for (const { path, text } of identityTexts(resource)) {
      if (text.startsWith('*') || text.startsWith('spiffe://')) continue;
      const identity = parseIdentity(text);
      if (identity === undefined) {
        yield {
          path,
          got: text,
          expected: `<account>.<namespace>.serviceaccount.identity.${namespace}.${domain ?? '<trust domain>'}`,
          fix: 'Write the identity as the control plane issues it, or refer to the ServiceAccount by identityRefs.',
        };
      } else if (
        identity.controlPlaneNamespace !== namespace ||
        (domain !== undefined && identity.trustDomain !== domain)
      ) {
        yield {
          path,
          got: text,
          expected: `an identity that ends in identity.${namespace}.${domain ?? identity.trustDomain}`,
          fix: 'Correct the ending, or refer to the ServiceAccount by identityRefs, which follow the control plane; leave it for a workload of another cluster with a trust domain of its own.',
        };
      } else if (
        cluster.namespace(identity.namespace) !== undefined &&
        cluster.find(SERVICE_ACCOUNT, identity.namespace, identity.serviceAccount) === undefined
      ) {
        yield {
          path,
          got: text,
          expected: `a ServiceAccount ${identity.serviceAccount} of namespace ${identity.namespace}`,
          fix: 'Correct the name, or add the account; leave it for a workload of another cluster of the same trust domain.',
        };
      }
    }
  },
});

/** What the control plane's objects say, or its issuer is named after; where they say nothing, the ending that most of the identities have. */
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
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: { name: callers, namespace: apps }
spec: { identities: [${identity}] }
`;
}
