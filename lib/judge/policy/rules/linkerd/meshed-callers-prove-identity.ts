import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { AUTHORIZATION_POLICY, SERVER_AUTHORIZATION } from '../../../model/linkerd/authorization.js';
import { admittedPeers, type Grant, grantsOfServer } from '../../../model/linkerd/grants.js';
import { isMeshed } from '../../../model/linkerd/injection.js';
import { podsOfServer, serverPortsIn, serversIn, serversOfPort } from '../../../model/linkerd/server.js';
import { namesPeer, networkPolicyRules, opensPort } from '../../../model/network/network-policy.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/meshed-callers-prove-identity',
  severity: 'warning',
  scope: 'object',
  summary: 'A port that meshed pods call is not open to networks without identity.',
  rationale:
    'A policy for a network admits peers by their address, which any pod or host there has, and accepts their connections in plain text. For callers in the mesh that gives up what the mesh is for.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#networkauthentication',
  appliesTo: [AUTHORIZATION_POLICY, SERVER_AUTHORIZATION],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'Node',
    'networking.k8s.io/NetworkPolicy',
    'policy.linkerd.io/NetworkAuthentication',
    'policy.linkerd.io/Server',
  ],
  passes: example('kind: ServiceAccount, name: gateway'),
  fails: example('group: policy.linkerd.io, kind: NetworkAuthentication, name: office'),
  *check(resource, cluster) {
    for (const server of serversIn(cluster, namespaceOf(resource))) {
      const opens = grantsOfServer(server, cluster).some(
        ({ by, admitted }) => by === resource && admitted === 'networks',
      );
      if (!opens || podsOfServer(server, cluster).length > 0) continue;
      yield notJudged(`no pod that Server ${server.name} selects is among the files`);
    }
    for (const { pod, port, grant, grants } of portsOpenedBy(resource, cluster)) {
      const caller = meshedCaller(pod, port, grants, cluster);
      if (caller === undefined) continue;
      yield grant.field.violation({
        got: `peers ${admittedPeers(grant)}, may connect to ${pod.resource.object.metadata.name}:${port}`,
        expected: `only identities, since ${caller} has one`,
        fix: 'Name the ServiceAccounts of the callers. Give peers that cannot be meshed a port of their own, with TLS.',
      });
      return;
    }
  },
});

/** A port that a policy opens to networks without identity. */
interface OpenedPort {
  readonly pod: PodTemplate;
  readonly port: number;
  readonly grant: Grant;
  /** All grants for the port. */
  readonly grants: readonly Grant[];
}

function* portsOpenedBy(policy: Resource, cluster: ClusterIndex): Iterable<OpenedPort> {
  for (const server of serversIn(cluster, namespaceOf(policy))) {
    for (const pod of podsOfServer(server, cluster)) {
      for (const port of serverPortsIn(server, pod, cluster)) {
        const [inForce] = serversOfPort(pod, port, cluster);
        if (inForce === undefined) continue;
        const grants = grantsOfServer(inForce, cluster);
        const grant = grants.find(({ by, admitted }) => by === policy && admitted === 'networks');
        if (grant !== undefined) yield { pod, port, grant, grants };
      }
    }
  }
}

/** A caller that can prove an identity: a meshed pod that a NetworkPolicy names for the port, or one that another policy names. */
function meshedCaller(
  pod: PodTemplate,
  port: number,
  grants: readonly Grant[],
  cluster: ClusterIndex,
): string | undefined {
  const rules = cluster
    .networkPoliciesOf(pod)
    .flatMap((policy) => networkPolicyRules(policy, 'ingress'))
    .filter((rule) => rule.peers.length > 0 && rule.ports.length > 0 && opensPort(rule, port, pod));
  const named = cluster.pods.find(
    (peer) => isMeshed(peer, cluster) && rules.some((rule) => namesPeer(rule, peer, cluster)),
  );
  if (named !== undefined) return named.resource.object.metadata.name;
  const other = grants.find(({ admitted }) => admitted === 'identities');
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
