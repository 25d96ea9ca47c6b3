import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type Access, accessTo, whoEnters } from '../../../model/linkerd/access.js';
import { AUTHORIZATION_POLICY, SERVER_AUTHORIZATION } from '../../../model/linkerd/authorization.js';
import { isMeshed } from '../../../model/linkerd/injection.js';
import { podsOfServer, SERVER, serverOf, serverPortsIn } from '../../../model/linkerd/server.js';
import { isolates, namesPeer, networkPolicyRules, opensPort } from '../../../model/network/network-policy.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/meshed-callers-prove-identity',
  severity: 'warning',
  scope: 'object',
  summary: 'A port that meshed pods call is opened to no network without identity.',
  rationale:
    'A policy for a network lets peers in by their address, which any pod or host there has, and takes their connections in plain text: for callers in the mesh it gives up what the mesh is for.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#networkauthentication',
  appliesTo: [AUTHORIZATION_POLICY, SERVER_AUTHORIZATION],
  passes: example('kind: ServiceAccount, name: gateway'),
  fails: example('group: policy.linkerd.io, kind: NetworkAuthentication, name: office'),
  *check(resource, cluster) {
    const namespace = resource.object.metadata.namespace ?? 'default';
    for (const server of cluster.ofKindIn(namespace, SERVER).flatMap((object) => serverOf(object) ?? [])) {
      for (const pod of podsOfServer(server, cluster)) {
        for (const port of serverPortsIn(server, pod, cluster)) {
          const access = accessTo(pod, port, cluster);
          const grant = access?.grants.find(({ by, admitted }) => by === resource && admitted === 'networks');
          if (access === undefined || grant === undefined) continue;
          const caller = meshedCaller(pod, port, access, cluster);
          if (caller === undefined) continue;
          yield {
            path: grant.path,
            got: `peers ${whoEnters(grant)}, may reach ${pod.resource.object.metadata.name}:${port}`,
            expected: `identities alone, as ${caller} has one`,
            fix: 'Name the ServiceAccounts of the callers; give peers that cannot be meshed a port of their own, with TLS.',
          };
          return;
        }
      }
    }
  },
});

/** A caller that can prove an identity: a meshed pod that a NetworkPolicy names for the port, or one that another policy names. */
function meshedCaller(pod: PodTemplate, port: number, access: Access, cluster: ClusterIndex): string | undefined {
  const rules = cluster
    .networkPoliciesOf(pod)
    .filter((policy) => isolates(policy, 'ingress'))
    .flatMap((policy) => networkPolicyRules(policy, 'ingress'))
    .filter((rule) => rule.peers.length > 0 && rule.ports.length > 0 && opensPort(rule, port, pod));
  const named = cluster.pods.find(
    (peer) => isMeshed(peer, cluster) && rules.some((rule) => namesPeer(rule, peer, cluster)),
  );
  if (named !== undefined) return named.resource.object.metadata.name;
  const other = access.grants.find(({ admitted }) => admitted === 'identities');
  return other && `every caller that ${other.by.object.metadata.name} names`;
}

function example(reference: string): string {
  return `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: web } }, port: 8080 }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: web }
  requiredAuthenticationRefs: [{ ${reference} }]
---
apiVersion: policy.linkerd.io/v1alpha1
kind: NetworkAuthentication
metadata: { name: office, namespace: apps }
spec: { networks: [{ cidr: 192.0.2.0/24 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web }, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: gateway, namespace: apps, labels: { app: gateway }, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: gateway }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: gateway } } }], ports: [{ port: 8080 }, { port: 4143 }] }]
`;
}
