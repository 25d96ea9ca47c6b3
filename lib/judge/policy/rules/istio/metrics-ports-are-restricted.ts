import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { hasSidecar, mayBeInMesh, runsIstio } from '../../../model/istio/injection.js';
import { blockOf, breadthOf } from '../../../model/network/address-blocks.js';
import { type NetworkPolicyRule, networkPolicyRules, opensPort } from '../../../model/network/network-policy.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { podNames } from '../../../model/pods/pod-names.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const PORTS = [15020, 15090];

interface MetricsRule {
  readonly rule: NetworkPolicyRule;
  readonly policy: Resource;
}

export default defineRule<MetricsRule>({
  id: 'istio/metrics-ports-are-restricted',
  severity: 'error',
  scope: 'object',
  summary: 'The metrics ports of sidecars are open only to the pods that scrape them.',
  rationale:
    'Ports 15020 and 15090 are not captured: they answer anyone in plaintext, whatever AuthorizationPolicies say, and 15020 also exposes the metrics of the workload.',
  source: 'https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  reads: [
    ...POD_KINDS,
    '*',
    'ConfigMap',
    'Namespace',
    'Node',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  passes: example('from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }], '),
  fails: example(''),
  about: (policy, cluster) => {
    const pods = selectedPods(policy, cluster);
    const isConcerned =
      pods.length === 0
        ? runsIstio(cluster) && cluster.namespace(namespaceOf(policy)) === undefined
        : pods.some((pod) => hasSidecar(pod, cluster) || mayBeInMesh(pod, cluster));
    if (!isConcerned) return [];
    return networkPolicyRules(policy, 'ingress')
      .filter((rule) => metricsPortsOf(rule).length > 0)
      .map((rule) => ({ rule, policy }));
  },
  *check({ rule, policy }, cluster) {
    if (!admitsEveryone(rule, cluster)) return;
    const pods = selectedPods(policy, cluster);
    const proxied = pods.filter((pod) => hasSidecar(pod, cluster));
    if (proxied.length === 0) {
      yield notJudged(`Namespace ${namespaceOf(policy)} is not among the files`);
      return;
    }
    yield {
      path: rule.field.path,
      got: `ports ${listed(metricsPortsOf(rule))} of ${podNames(proxied)} open to everyone`,
      expected: 'the pods that scrape metrics',
      effect: 'No AuthorizationPolicy and no mTLS protects these ports.',
      fix: 'Name the callers in from.',
    };
  },
});

function selectedPods(policy: Resource, cluster: ClusterIndex): readonly PodTemplate[] {
  const selector = Field.of(policy).at('spec', 'podSelector').mapping ?? {};
  return cluster.podsMatching(namespaceOf(policy), selector);
}

/** A rule without ports opens them among all others, which another rule reports. */
function metricsPortsOf(rule: NetworkPolicyRule): readonly number[] {
  return rule.ports.length === 0 ? [] : PORTS.filter((port) => opensPort(rule, port));
}

function admitsEveryone({ peers }: NetworkPolicyRule, cluster: ClusterIndex): boolean {
  const blocks = peers.flatMap((peer) => blockOf(objectAt(peer, 'ipBlock')) ?? []);
  return (
    peers.length === 0 ||
    breadthOf(blocks, cluster) === 'everyone' ||
    peers.some((peer) => {
      const namespaces = objectAt(peer, 'namespaceSelector');
      return (
        namespaces !== undefined &&
        Object.keys(namespaces).length === 0 &&
        Object.keys(objectAt(peer, 'podSelector') ?? {}).length === 0
      );
    })
  );
}

function example(from: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: metrics, namespace: apps }
spec: { podSelector: {}, ingress: [{ ${from}ports: [{ port: 15020 }] }] }
`;
}
