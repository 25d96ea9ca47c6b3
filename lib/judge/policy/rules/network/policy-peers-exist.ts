import { at } from '../../../../manifest/field-path.js';
import type { Json } from '../../../../manifest/object.js';
import { objectAt, shown, stringAt, valueAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type NetworkPolicyRule, namesPeer, networkPolicyRules } from '../../../model/network/network-policy.js';
import { selectsAcmeSolver } from '../../../model/pods/acme-solver.js';
import { defineRule } from '../../rule.js';

const NAME_LABEL = 'kubernetes.io/metadata.name';

export default defineRule({
  id: 'network/policy-peers-exist',
  severity: 'warning',
  scope: 'object',
  summary: 'Every peer of a NetworkPolicy selects pods, where the pods of its namespace are among the objects.',
  rationale: 'A peer whose labels no pod has opens nothing: those who are meant are refused, without a word.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  passes: example('gateway'),
  fails: example('gatway'),
  *check(resource, cluster) {
    for (const direction of ['ingress', 'egress'] as const) {
      for (const rule of networkPolicyRules(resource, direction)) {
        for (const [index, peer] of rule.peers.entries()) {
          const namespace = namespaceOfPeer(peer, resource.object.metadata.namespace ?? 'default');
          if (namespace === undefined || !isAbsent(rule, peer, namespace, cluster)) continue;
          if (selectsAcmeSolver(valueAt(peer, 'podSelector'), cluster)) continue;
          yield {
            path: at(rule.path, direction === 'ingress' ? 'from' : 'to', index, 'podSelector'),
            got: `${shown(valueAt(peer, 'podSelector'))}, which selects no pod of namespace ${namespace}`,
            expected: 'the labels of the pods that are meant',
            fix: 'Correct the labels or the namespace, or remove the peer.',
          };
        }
      }
    }
  },
});

/** The one namespace that a peer is about; undefined where it is about several, or about addresses. */
function namespaceOfPeer(peer: Json, own: string): string | undefined {
  if (objectAt(peer, 'ipBlock') !== undefined) return undefined;
  if (valueAt(peer, 'namespaceSelector') === undefined) return own;
  return stringAt(peer, 'namespaceSelector', 'matchLabels', NAME_LABEL);
}

/** Whether pods of the namespace are known and the peer names some of them, and none has its labels. */
function isAbsent(rule: NetworkPolicyRule, peer: Json, namespace: string, cluster: ClusterIndex): boolean {
  const pods = cluster.podsIn(namespace);
  if (pods.length === 0 || Object.keys(objectAt(peer, 'podSelector') ?? {}).length === 0) return false;
  return !pods.some((pod) => namesPeer({ ...rule, peers: [peer] }, pod, cluster));
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
