import { objectAt } from '../../../../manifest/read.js';
import { shown } from '../../../../manifest/shown.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { proxiedPorts } from '../../../model/linkerd/inbound-ports.js';
import { isMeshed } from '../../../model/linkerd/injection.js';
import { PROXY_PORT } from '../../../model/linkerd/proxy-ports.js';
import {
  type Direction,
  type NetworkPolicyRule,
  namesPeer,
  networkPolicyRules,
  opensPort,
  reaches,
} from '../../../model/network/network-policy.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { whyUndecided } from '../../linkerd/meshed-pods.js';
import { type NotJudged, notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/network-policy-opens-the-proxy-port',
  severity: 'error',
  scope: 'object',
  summary: "A NetworkPolicy that opens a port between meshed pods opens the proxy's inbound port too.",
  rationale:
    "Between meshed pods a connection goes to the proxy's inbound port, 4143, whatever port the caller asks for. If that is closed, the port that the policy opens cannot be reached.",
  source: 'https://linkerd.io/2-edge/tasks/using-network-policies/',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  reads: [...POD_KINDS, '*', 'Namespace'],
  passes: example('{ port: 8080 }, { port: 4143 }'),
  fails: example('{ port: 8080 }'),
  about(resource, cluster) {
    const selector = objectAt(resource.object, 'spec', 'podSelector') ?? {};
    const selected = cluster.podsMatching(namespaceOf(resource), selector);
    const pods = selected.filter((pod) => isMeshed(pod, cluster));
    if (pods.length === 0) return whyNoneIsKnown(selected, cluster);
    const rules = DIRECTIONS.flatMap((direction) => networkPolicyRules(resource, direction));
    return rules.map((rule) => ({ rule, pods }));
  },
  /** At most one report for a rule: the first pair of pods that it should connect and does not. */
  *check({ rule, pods }, cluster) {
    if (opensPort(rule, PROXY_PORT)) return;
    const ingress = rule.direction === 'ingress';
    const named = cluster.pods.filter((pod) => namesPeer(rule, pod, cluster));
    const peers = named.filter((pod) => isMeshed(pod, cluster));
    if (peers.length === 0 && ingress && pods.some((pod) => opensPortOf(rule, pod))) {
      const selects = rule.peers.some((peer) => objectAt(peer, 'ipBlock') === undefined);
      if (named.length === 0 && selects) yield notJudged('no pod that the rule names is among the files', rule.field);
      else yield* whyNoneIsKnown(named, cluster);
    }
    for (const pod of pods) {
      for (const peer of peers) {
        if (!opensPortOf(rule, ingress ? pod : peer)) continue;
        if (reaches(pod, rule.direction, peer, PROXY_PORT, cluster)) continue;
        const { name } = peer.resource.object.metadata;
        yield rule.field.at('ports').violation({
          got: shown([...rule.ports]),
          expected: `port ${PROXY_PORT} as well, ${ingress ? `on which the meshed ${name} arrives` : `through which the meshed ${name} is reached`}`,
          effect: 'Between meshed pods this policy cannot distinguish single ports.',
          fix: `Add port ${PROXY_PORT}, and protect the single ports with Servers.`,
        });
        return;
      }
    }
  },
});

const DIRECTIONS: readonly Direction[] = ['ingress', 'egress'];

/** Reports once for each Namespace that pods, none of which is surely meshed, may be. */
function whyNoneIsKnown(pods: readonly PodTemplate[], cluster: ClusterIndex): readonly NotJudged[] {
  const reasons = pods.flatMap((pod) => whyUndecided(pod, cluster).map((undecided) => undecided.notJudged));
  return [...new Set(reasons)].map((reason) => notJudged(reason));
}

/** Whether a rule opens a port that these pods declare and that their proxy serves. */
function opensPortOf(rule: NetworkPolicyRule, server: PodTemplate): boolean {
  return proxiedPorts(server).some(({ number }) => opensPort(rule, number, server));
}

function example(ports: string): string {
  return `
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
  ingress: [{ from: [{ podSelector: {} }], ports: [${ports}] }]
`;
}
