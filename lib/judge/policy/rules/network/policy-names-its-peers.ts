import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { blockOf, breadthOf } from '../../../model/network/address-blocks.js';
import { selectsGateway } from '../../../model/pods/gateway-pods.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { matchesLabels } from '../../../model/selector.js';
import type { Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** DNS, HTTP, NTP, HTTPS and the API server. */
const WEB_PORTS = [53, 80, 123, 443, 6443];

export default defineRule({
  id: 'network/policy-names-its-peers',
  severity: 'warning',
  scope: 'object',
  summary: 'Every NetworkPolicy rule names its peers.',
  rationale:
    'A rule without peers allows everyone, and so does one with an empty namespace selector or with halves of the address space.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  reads: [...POD_KINDS, 'Namespace', 'Node', 'gateway.networking.k8s.io/Gateway', 'networking.istio.io/Gateway'],
  *check(policy, cluster) {
    const spec = Field.of(policy).at('spec');
    // Proxies of every namespace, and the API server, call the control plane of a mesh.
    const incoming = guardsControlPlane(spec) ? [] : spec.at('ingress').items;
    for (const rule of incoming) {
      yield* unnamedPeers(rule.at('from'));
      if (isGateway(policy, cluster)) continue;
      const fix = 'Narrow the block.';
      yield* wideBlocks(rule.at('from'), cluster, { expected: 'the networks of the callers', fix });
    }
    for (const rule of spec.at('egress').items) {
      yield* unnamedPeers(rule.at('to'));
      if (isForWeb(rule)) continue;
      const fix = 'Narrow the block, or limit the ports: a pod that is taken over can send anything anywhere.';
      yield* wideBlocks(rule.at('to'), cluster, { expected: 'the addresses that the pods have to reach', fix });
    }
  },
  passes: example('from: [{ podSelector: { matchLabels: { app: gateway } } }]'),
  fails: example('ports: [{ port: 8080 }]'),
});

/** Peers that are everyone, or the pods of every namespace. */
function* unnamedPeers(peers: Field): Iterable<Outcome> {
  if (peers.items.length === 0) {
    yield peers.violation({
      got: peers.value === undefined ? 'nothing' : 'an empty list',
      expected: 'at least one peer',
      effect: 'The rule allows everyone.',
      fix: 'Name the peers.',
    });
  }
  for (const peer of peers.items) {
    const namespaces = peer.at('namespaceSelector');
    if (!isEmptySelector(namespaces)) continue;
    const pods = peer.at('podSelector');
    const isAnyPod = pods.value === undefined || isEmptySelector(pods);
    yield namespaces.violation({
      got: isAnyPod ? 'every pod of the cluster' : 'pods of every namespace',
      expected: 'the namespaces of the peers',
      fix: isAnyPod
        ? 'Select the namespaces by kubernetes.io/metadata.name, and the pods by their labels.'
        : 'Select the namespaces by kubernetes.io/metadata.name: anyone who can deploy anywhere can give pods these labels.',
    });
  }
}

function* wideBlocks(
  peers: Field,
  cluster: ClusterIndex,
  text: { readonly expected: string; readonly fix: string },
): Iterable<Outcome> {
  const named = peers.items.flatMap((peer) => {
    const block = blockOf(peer.at('ipBlock').value);
    return block === undefined ? [] : [{ block, field: peer.at('ipBlock', 'cidr') }];
  });
  const blocks = named.map(({ block }) => block);
  const breadth = breadthOf(blocks, cluster);
  if (breadth !== 'everyone' && breadth !== 'wide') return;
  yield* named
    .slice(0, 1)
    .map(({ field }) => field.violation({ got: listed(blocks.map(({ cidr }) => cidr)), ...text }));
}

function guardsControlPlane(spec: Field): boolean {
  const labels = spec.at('podSelector', 'matchLabels');
  return labels.at('linkerd.io/control-plane-component').text !== undefined || labels.at('app').text === 'istiod';
}

function isEmptySelector(selector: Field): boolean {
  const terms = [...selector.at('matchLabels').entries, ...selector.at('matchExpressions').items];
  return selector.mapping !== undefined && terms.length === 0;
}

/** Whether a policy is only about gateways, of Istio or of the Gateway API, which are there to be called from outside. */
function isGateway(policy: Resource, cluster: ClusterIndex): boolean {
  const selector = Field.of(policy).at('spec', 'podSelector').mapping ?? {};
  const pods = cluster.podsMatching(namespaceOf(policy), selector);
  if (pods.length === 0) return selectsGateway(selector, namespaceOf(policy), cluster);
  return pods.every(({ labels, namespace }) =>
    cluster.ofKindIn(namespace, 'networking.istio.io/Gateway').some((gateway) => {
      const { mapping = {}, entries } = Field.of(gateway).at('spec', 'selector');
      return entries.length > 0 && matchesLabels(mapping, labels);
    }),
  );
}

/** Whether a rule opens only ports of services whose addresses are not known beforehand. */
function isForWeb(rule: Field): boolean {
  const ports = rule.at('ports').items;
  return (
    ports.length > 0 &&
    ports.every((entry) => WEB_PORTS.includes(entry.at('port').number ?? 0) && entry.at('endPort').value === undefined)
  );
}

function example(rule: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, ingress: [{ ${rule} }] }
`;
}
