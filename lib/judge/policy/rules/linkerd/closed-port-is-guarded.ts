import type { ClusterIndex } from '../../../model/cluster-index.js';
import { defaultInboundPolicyOf } from '../../../model/linkerd/inbound-policy.js';
import { isInjected, isMeshed } from '../../../model/linkerd/injection.js';
import { includesPort, parsePortList } from '../../../model/linkerd/port-list.js';
import { serversOfPort } from '../../../model/linkerd/server.js';
import { isolates, namesPeer, networkPolicyRules, opensPort, reaches } from '../../../model/network/network-policy.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { defineRule } from '../../rule.js';

const PROXY_PORT = 4143;

export default defineRule({
  id: 'linkerd/closed-port-is-guarded',
  severity: 'error',
  scope: 'object',
  summary: 'A port that a NetworkPolicy closes to a meshed peer is closed by the mesh too.',
  rationale:
    'A meshed peer that may connect to the proxy, port 4143, reaches every port of the pod through it: the port list of a NetworkPolicy does not hold between meshed pods.',
  source: 'https://github.com/linkerd/linkerd2/issues/15246',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: apps
  labels: { app: web }
  annotations: { linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: deny }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }, { containerPort: 9090 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }, { port: 4143 }] }] }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: apps
  labels: { app: web }
  annotations: { linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: all-authenticated }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }, { containerPort: 9090 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }, { port: 4143 }] }] }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || !isInjected(pod, cluster)) return;
    if (defaultInboundPolicyOf(pod, cluster) === 'deny') return;
    const skipped = parsePortList(pod.annotations['config.linkerd.io/skip-inbound-ports'] ?? '');
    const open = portsOf(pod).filter(
      ({ number, protocol }) =>
        protocol === 'TCP' && !includesPort(skipped, number) && serversOfPort(pod, number, cluster).length === 0,
    );
    if (open.length === 0) return;
    const peers = proxyPeers(pod, cluster);
    for (const { path, number } of open) {
      const peer = peers.find((candidate) => !reaches(pod, 'ingress', candidate, number, cluster));
      if (peer === undefined) continue;
      yield {
        path,
        got: `port ${number}, which NetworkPolicies close to the meshed ${peer.resource.object.metadata.name} and the mesh does not`,
        expected: 'a Server for the port, or the default inbound policy deny',
        fix: `Add a Server with the callers of port ${number}: ${peer.resource.object.metadata.name} reaches it through the proxy as it stands.`,
      };
    }
  },
});

/** The meshed pods that NetworkPolicies let through to the proxy of these pods, where there are any policies. */
function proxyPeers(pod: PodTemplate, cluster: ClusterIndex): readonly PodTemplate[] {
  const rules = cluster
    .networkPoliciesOf(pod)
    .filter((policy) => isolates(policy, 'ingress'))
    .flatMap((policy) => networkPolicyRules(policy, 'ingress'))
    .filter((rule) => opensPort(rule, PROXY_PORT, pod));
  if (rules.length === 0) return [];
  return cluster.pods.filter((peer) => isMeshed(peer, cluster) && rules.some((rule) => namesPeer(rule, peer, cluster)));
}
