import type { Field } from '../../../../manifest/field.js';
import {
  mayNamePeer,
  type NetworkPolicyRule,
  namesPeer,
  networkPolicyRules,
} from '../../../model/network/network-policy.js';
import { selectsAcmeSolver } from '../../../model/pods/acme-solver.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** A peer that names pods by their labels. */
interface NamedPods {
  readonly rule: NetworkPolicyRule;
  readonly peer: Field;
  /** The one namespace of the pods; undefined if labels select namespaces. */
  readonly namespace: string | undefined;
}

export default defineRule<NamedPods>({
  id: 'network/policy-peers-exist',
  severity: 'warning',
  scope: 'object',
  summary: 'Every peer of a NetworkPolicy selects pods.',
  rationale: 'A peer whose labels no pod has opens nothing: the pods that were meant are refused, and nothing says so.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  reads: [...POD_KINDS, 'Namespace', 'cert-manager.io/ClusterIssuer', 'cert-manager.io/Issuer'],
  about: (policy) =>
    [...networkPolicyRules(policy, 'ingress'), ...networkPolicyRules(policy, 'egress')].flatMap((rule) =>
      rule.field.at(rule.direction === 'ingress' ? 'from' : 'to').items.flatMap((peer) => {
        if (peer.at('ipBlock').mapping !== undefined || peer.at('podSelector').entries.length === 0) return [];
        return [{ rule, peer, namespace: namespaceOfPeer(peer) }];
      }),
    ),
  *check({ rule, peer, namespace }, cluster) {
    const pods = namespace === undefined ? cluster.pods : cluster.podsIn(namespace);
    const selector = peer.at('podSelector');
    const named = { ...rule, peers: [peer.value ?? {}] };
    if (pods.some((pod) => namesPeer(named, pod, cluster)) || selectsAcmeSolver(selector.value, cluster)) return;
    if (namespace === undefined) yield notJudged(`no pod that ${peer.path} selects is among the files`, selector);
    else if (pods.length === 0) yield notJudged(`no pod of namespace ${namespace} is among the files`);
    else if (pods.some((pod) => mayNamePeer(named, pod, cluster))) {
      yield notJudged(`Namespace ${namespace} is not among the files`, peer.at('namespaceSelector'));
    } else {
      yield selector.violation({
        got: `${selector.shown}, which selects no pod of namespace ${namespace}`,
        expected: 'the labels of the pods that are meant',
        fix: 'Correct the labels or the namespace, or remove the peer.',
      });
    }
  },
  passes: example('gateway'),
  fails: example('gatway'),
});

/** The one namespace that a peer is about; undefined if it is about all that have some labels. */
function namespaceOfPeer(peer: Field): string | undefined {
  const namespaces = peer.at('namespaceSelector');
  if (namespaces.value === undefined) return namespaceOf(peer.resource);
  return namespaces.at('matchLabels', 'kubernetes.io/metadata.name').text;
}

function example(caller: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: gateway, namespace: apps, labels: { app: gateway } }
spec: { containers: [{ name: gateway }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: ${caller} } } }] }] }
`;
}
