import type { Fault } from '../../../../diagnostic.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { DATAPLANE_MODE, injectionOf } from '../../../model/istio/injection.js';
import { DEFAULT_ROOT_NAMESPACE, installsOf } from '../../../model/istio/mesh-config.js';
import { isolates, namesPeer, networkPolicyRules, opensPort } from '../../../model/network/network-policy.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { defineRule } from '../../rule.js';

const XDS = 15012;
const HBONE = 15008;

export default defineRule({
  id: 'istio/control-plane-is-reachable',
  severity: 'error',
  scope: 'object',
  summary: 'NetworkPolicies let every sidecar call istiod, and every pod of ambient take HBONE.',
  rationale:
    'A sidecar that does not reach port 15012 of istiod gets no certificate and no policy, and its pod does not become ready; between pods of ambient all connections go to port 15008.',
  source: 'https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio',
  appliesTo: POD_KINDS,
  passes: example(
    'egress: [{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-system } } }], ports: [{ port: 15012 }] }]',
  ),
  fails: example('egress: []'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    const { mode } = injectionOf(pod, cluster);
    if (mode === 'sidecar') yield* closedToIstiod(pod, cluster);
    if (mode === 'ambient') yield* closedToHbone(pod, cluster);
  },
});

function* closedToIstiod(pod: PodTemplate, cluster: ClusterIndex): Iterable<Fault> {
  const policies = cluster.networkPoliciesOf(pod).filter((policy) => isolates(policy, 'egress'));
  if (policies.length === 0) return;
  const rules = policies
    .flatMap((policy) => networkPolicyRules(policy, 'egress'))
    .filter((rule) => opensPort(rule, XDS));
  const namespaces = [...new Set(installsOf(cluster).map(({ namespace }) => namespace))].filter((name) => name !== '');
  const places = namespaces.length === 0 ? [DEFAULT_ROOT_NAMESPACE] : namespaces;
  const open = rules.some((rule) =>
    places.some((namespace) =>
      namesPeer(rule, { namespace, labels: { app: 'istiod', istio: 'pilot' } }, cluster, true),
    ),
  );
  if (open) return;
  yield {
    path: pod.metadataPath,
    got: `egress closed to port ${XDS} of istiod in namespace ${listed(places)}`,
    expected: `egress to port ${XDS} of istiod`,
    fix: `Allow it by a NetworkPolicy of namespace ${pod.namespace}: without it the sidecar gets no certificate, and the pod stays out of service.`,
  };
}

function* closedToHbone(pod: PodTemplate, cluster: ClusterIndex): Iterable<Fault> {
  const policies = cluster.networkPoliciesOf(pod).filter((policy) => isolates(policy, 'ingress'));
  const rules = policies.flatMap((policy) => networkPolicyRules(policy, 'ingress'));
  const meant = rules.some((rule) => portsOf(pod).some(({ number }) => opensPort(rule, number, pod)));
  if (!meant || rules.some((rule) => opensPort(rule, HBONE))) return;
  yield {
    path: pod.metadataPath,
    got: `ingress closed to port ${HBONE}, in a namespace with ${DATAPLANE_MODE}: ambient`,
    expected: `ingress to port ${HBONE} from the callers`,
    fix: `Add port ${HBONE} beside the ports of the containers: pods of ambient reach each other through it, whatever port is meant.`,
  };
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
