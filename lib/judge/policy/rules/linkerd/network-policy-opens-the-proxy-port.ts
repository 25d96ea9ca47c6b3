import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { objectAt, shown } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { isMeshed } from '../../../model/linkerd/injection.js';
import { includesPort, parsePortList } from '../../../model/linkerd/port-list.js';
import {
  type NetworkPolicyRule,
  namesPeer,
  networkPolicyRules,
  opensPort,
  reaches,
} from '../../../model/network/network-policy.js';
import { namespaceOf, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { defineRule } from '../../rule.js';

const PROXY_PORT = 4143;

export default defineRule({
  id: 'linkerd/network-policy-opens-the-proxy-port',
  severity: 'error',
  scope: 'object',
  summary: 'A NetworkPolicy that opens a port between meshed pods opens the inbound port of the proxy too.',
  rationale:
    'Between meshed pods the connection goes to the inbound port of the proxy, 4143, whatever port is meant: where it is closed, the port that the policy opens cannot be reached.',
  source: 'https://linkerd.io/2-edge/tasks/using-network-policies/',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web }, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }, { port: 4143 }] }]
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web }, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }]
`,
  *check(resource, cluster) {
    const selector = objectAt(resource.object, 'spec', 'podSelector') ?? {};
    const selected = cluster.podsMatching(namespaceOf(resource), selector).filter((pod) => isMeshed(pod, cluster));
    if (selected.length === 0) return;
    for (const direction of ['ingress', 'egress'] as const) {
      for (const rule of networkPolicyRules(resource, direction)) yield* closedTo(rule, selected, cluster);
    }
  },
});

/** At most one report for a rule: the first pair of pods that it means to join and does not. */
function* closedTo(rule: NetworkPolicyRule, selected: readonly PodTemplate[], cluster: ClusterIndex): Iterable<Fault> {
  if (opensPort(rule, PROXY_PORT)) return;
  const { direction, path, ports } = rule;
  const peers = cluster.pods.filter((pod) => isMeshed(pod, cluster) && namesPeer(rule, pod, cluster));
  for (const pod of selected) {
    for (const peer of peers) {
      const server = direction === 'ingress' ? pod : peer;
      if (!meansPortOf(rule, server) || reaches(pod, direction, peer, PROXY_PORT, cluster)) continue;
      const name = peer.resource.object.metadata.name;
      yield {
        path: at(path, 'ports'),
        got: shown([...ports]),
        expected: `port ${PROXY_PORT} beside them, ${direction === 'ingress' ? 'on which' : 'through which'} the meshed ${name} ${direction === 'ingress' ? 'arrives' : 'is reached'}`,
        fix: `Add port ${PROXY_PORT}, and guard the single ports by Servers: between meshed pods this policy cannot tell them apart.`,
      };
      return;
    }
  }
}

/** Whether a rule opens a port that these pods declare and that their proxy serves. */
function meansPortOf(rule: NetworkPolicyRule, server: PodTemplate): boolean {
  const skipped = parsePortList(server.annotations['config.linkerd.io/skip-inbound-ports'] ?? '');
  return portsOf(server).some(
    ({ number, protocol }) => protocol === 'TCP' && !includesPort(skipped, number) && opensPort(rule, number, server),
  );
}
