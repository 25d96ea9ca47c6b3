import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { objectAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { DATAPLANE_MODE, hasSidecar } from '../../../model/istio/injection.js';
import { DEFAULT_ROOT_NAMESPACE, installsOf } from '../../../model/istio/mesh-config.js';
import { blockOf, breadthOf } from '../../../model/network/address-blocks.js';
import {
  isolates,
  mayNamePeer,
  namesPeer,
  networkPolicyRules,
  opensPort,
} from '../../../model/network/network-policy.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { istioPodRule } from '../../istio-pod-rule.js';
import { notJudged, type Outcome } from '../../outcome.js';

const XDS = 15012;
const HBONE = 15008;

export default istioPodRule({
  id: 'istio/control-plane-is-reachable',
  severity: 'error',
  summary: 'NetworkPolicies allow every sidecar to call istiod, and every ambient pod to receive HBONE.',
  rationale:
    'A sidecar that cannot reach port 15012 of istiod gets no certificate and no policy, and its pod does not become ready. Between ambient pods all connections use port 15008.',
  source: 'https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio',
  appliesTo: POD_KINDS,
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'Node',
    'install.istio.io/IstioOperator',
    'networking.k8s.io/NetworkPolicy',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example(
    'egress: [{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-system } } }], ports: [{ port: 15012 }] }]',
  ),
  fails: example('egress: []'),
  proxy: 'any',
  *check(pod, cluster) {
    yield* hasSidecar(pod, cluster) ? closedToIstiod(pod, cluster) : closedToHbone(pod, cluster);
  },
});

function* closedToIstiod(pod: PodTemplate, cluster: ClusterIndex): Iterable<Outcome> {
  const policies = cluster.networkPoliciesOf(pod).filter((policy) => isolates(policy, 'egress'));
  if (policies.length === 0) return;
  const rules = policies
    .flatMap((policy) => networkPolicyRules(policy, 'egress'))
    .filter((rule) => opensPort(rule, XDS));
  const namespaces = [...new Set(installsOf(cluster).map(({ namespace }) => namespace))].filter((name) => name !== '');
  const places = namespaces.length === 0 ? [DEFAULT_ROOT_NAMESPACE] : namespaces;
  const istiods = places.map((namespace) => ({ namespace, labels: { app: 'istiod', istio: 'pilot' } }));
  if (rules.some((rule) => istiods.some((istiod) => namesPeer(rule, istiod, cluster)))) return;
  const blocks = rules.flatMap(({ peers }) => peers.flatMap((peer) => blockOf(objectAt(peer, 'ipBlock')) ?? []));
  if (['everyone', 'pods'].includes(breadthOf(blocks, cluster) ?? '')) return;
  if (blocks.length > 0) {
    yield notJudged(`whether ${listed(blocks.map(({ cidr }) => cidr))} has the addresses of istiod is not known`);
    return;
  }
  const unknown = istiods.find((istiod) => rules.some((rule) => mayNamePeer(rule, istiod, cluster)));
  if (unknown !== undefined) {
    yield notJudged(`Namespace ${unknown.namespace} is not among the files`);
    return;
  }
  yield pod.metadata.violation({
    got: `egress closed to port ${XDS} of istiod in namespace ${listed(places)}`,
    expected: `egress to port ${XDS} of istiod`,
    effect: 'The sidecar gets no certificate, and the pod does not become ready.',
    fix: `Allow it with a NetworkPolicy in namespace ${pod.namespace}.`,
  });
}

function* closedToHbone(pod: PodTemplate, cluster: ClusterIndex): Iterable<Outcome> {
  const policies = cluster.networkPoliciesOf(pod).filter((policy) => isolates(policy, 'ingress'));
  const rules = policies.flatMap((policy) => networkPolicyRules(policy, 'ingress'));
  const meant = rules.some((rule) => portsOf(pod).some(({ number }) => opensPort(rule, number, pod)));
  if (rules.some((rule) => opensPort(rule, HBONE))) return;
  if (rules.length > 0 && portsOf(pod).length === 0) {
    yield notJudged(`${objectLabel(pod.resource.object)} declares no port`);
  }
  if (!meant) return;
  yield pod.metadata.violation({
    got: `ingress closed to port ${HBONE}, in a namespace with ${DATAPLANE_MODE}: ambient`,
    expected: `ingress to port ${HBONE} from the callers`,
    effect: `Ambient pods reach each other through port ${HBONE}, whatever port they call.`,
    fix: `Add port ${HBONE} beside the ports of the containers.`,
  });
}

function example(egress: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { containers: [{ name: web }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: egress, namespace: apps }
spec: { podSelector: {}, policyTypes: [Egress], ${egress} }
`;
}
