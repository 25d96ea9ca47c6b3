import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import type { JsonObject } from '../../../../manifest/object.js';
import { type Found, isObject, listAt, numberAt, objectAt, stringAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { blockOf, breadthOf } from '../../../model/network/address-blocks.js';
import { selectsGateway } from '../../../model/pods/gateway-pods.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { matchesLabels } from '../../../model/selector.js';
import { defineRule } from '../../rule.js';

const PEERS = { ingress: 'from', egress: 'to' };
/** DNS, HTTP, NTP, HTTPS and the API server. */
const WEB_PORTS = [53, 80, 123, 443, 6443];

export default defineRule({
  id: 'network/policy-names-its-peers',
  severity: 'warning',
  scope: 'object',
  summary: 'Every NetworkPolicy rule names its peers.',
  rationale:
    'A rule without peers allows everyone, and one with an empty namespace selector or with halves of the address space does so too.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  passes: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: gateway } } }] }] }
`,
  fails: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, ingress: [{ ports: [{ port: 8080 }] }] }
`,
  *check(resource, cluster) {
    for (const [direction, peers] of Object.entries(PEERS)) {
      // Proxies of every namespace, and the API server, are the callers of a mesh's control plane.
      if (direction === 'ingress' && guardsControlPlane(resource.object)) continue;
      for (const [index, rule] of listAt(resource.object, 'spec', direction).entries()) {
        const named = listAt(rule, peers);
        const path = at('spec', direction, index, peers);
        if (named.length === 0) {
          const got = valueAt(rule, peers) === undefined ? 'nothing' : 'an empty list';
          yield {
            path,
            got,
            expected: 'at least one peer',
            fix: 'Name the peers; as it stands the rule allows everyone.',
          };
        }
        for (const [place, peer] of named.entries()) {
          if (!isEmptySelector(valueAt(peer, 'namespaceSelector'))) continue;
          const anyPod = isEmptySelector(valueAt(peer, 'podSelector') ?? {});
          yield {
            path: at(path, place, 'namespaceSelector'),
            got: anyPod ? 'every pod of the cluster' : 'pods of every namespace',
            expected: 'the namespaces of the peers',
            fix: anyPod
              ? 'Select the namespaces by kubernetes.io/metadata.name, and the pods by their labels.'
              : 'Select the namespaces by kubernetes.io/metadata.name: who may deploy anywhere may give pods these labels.',
          };
        }
        const blocks = named.flatMap((peer) => blockOf(valueAt(peer, 'ipBlock')) ?? []);
        const breadth = breadthOf(blocks, cluster);
        if (breadth !== 'everyone' && breadth !== 'wide') continue;
        if (direction === 'egress' ? isForWeb(rule) : isGateway(resource, cluster)) continue;
        const first = named.findIndex((peer) => blockOf(valueAt(peer, 'ipBlock')) !== undefined);
        yield {
          path: at(path, first, 'ipBlock', 'cidr'),
          got: listed(blocks.map(({ cidr }) => cidr)),
          expected:
            direction === 'ingress' ? 'the networks of the callers' : 'the addresses that the pods have to reach',
          fix:
            direction === 'ingress'
              ? 'Narrow the block.'
              : 'Narrow the block, or limit the ports: what has been broken into can send anything anywhere.',
        };
      }
    }
  },
});

function guardsControlPlane(policy: JsonObject): boolean {
  const labels = objectAt(policy, 'spec', 'podSelector', 'matchLabels') ?? {};
  return stringAt(labels, 'linkerd.io/control-plane-component') !== undefined || stringAt(labels, 'app') === 'istiod';
}

function isEmptySelector(selector: Found): boolean {
  if (!isObject(selector)) return false;
  return (
    Object.keys(objectAt(selector, 'matchLabels') ?? {}).length === 0 &&
    listAt(selector, 'matchExpressions').length === 0
  );
}

/** Whether a policy is about nothing but gateways, of Istio or of the Gateway API, which are there to be called from outside. */
function isGateway(policy: Resource, cluster: ClusterIndex): boolean {
  const selector = objectAt(policy.object, 'spec', 'podSelector') ?? {};
  const pods = cluster.podsMatching(namespaceOf(policy), selector);
  if (pods.length === 0) return selectsGateway(selector, namespaceOf(policy), cluster);
  return pods.every(({ labels, namespace }) =>
    cluster.ofKindIn(namespace, 'networking.istio.io/Gateway').some((gateway) => {
      const selector = objectAt(gateway.object, 'spec', 'selector') ?? {};
      return Object.keys(selector).length > 0 && matchesLabels(selector, labels);
    }),
  );
}

/** Whether a rule opens only ports of services whose addresses are not known beforehand. */
function isForWeb(rule: Found): boolean {
  const ports = listAt(rule, 'ports');
  return (
    ports.length > 0 &&
    ports.every((entry) => WEB_PORTS.includes(numberAt(entry, 'port') ?? 0) && valueAt(entry, 'endPort') === undefined)
  );
}
