import { listed } from '../../../../manifest/listed.js';
import { objectAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  COMPONENT_LABEL,
  CONTROL_PLANE_NS_LABEL,
  controlPlaneOf,
} from '../../../model/linkerd-control-plane/control-plane.js';
import {
  isolates,
  type NetworkPolicyRule,
  namesPeer,
  networkPolicyRules,
  opensPort,
} from '../../../model/network/network-policy.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { portsOf } from '../../../model/pods/ports.js';
import { injectedPods } from '../../linkerd/meshed-pods.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const PORTS = [
  { port: 8080, component: 'identity', effect: 'gets no certificate' },
  { port: 8086, component: 'destination', effect: 'resolves no Service' },
  { port: 8090, component: 'destination', effect: 'learns no policy' },
] as const;

/** DNS servers as kubeadm, k3s, charts, node-local caches and OpenShift label them. */
const DNS_PODS: readonly { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }[] = [
  ...[
    { 'k8s-app': 'kube-dns' },
    { 'k8s-app': 'coredns' },
    { 'app.kubernetes.io/name': 'coredns' },
    { 'k8s-app': 'node-local-dns' },
  ].map((labels) => ({ namespace: 'kube-system', labels })),
  { namespace: 'openshift-dns', labels: { 'dns.operator.openshift.io/daemonset-dns': 'default' } },
];

export default defineRule<LimitedPod>({
  id: 'linkerd/control-plane-is-reachable',
  severity: 'error',
  scope: 'object',
  summary: "Every meshed pod may connect to DNS and to the control plane's identity, destination and policy ports.",
  rationale: 'A proxy that cannot reach its control plane does not become ready, and its pod receives no traffic.',
  source: 'https://linkerd.io/2-edge/tasks/using-network-policies/',
  appliesTo: POD_KINDS,
  reads: ['*', 'ConfigMap', 'Namespace', 'networking.k8s.io/NetworkPolicy'],
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: web }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: mesh, namespace: apps }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: linkerd } } }]
      ports: [{ port: 8080 }, { port: 8086 }, { port: 8090 }]
    - ports: [{ protocol: UDP, port: 53 }]
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: web }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: apps }
spec: { podSelector: {}, policyTypes: [Egress] }
`,
  about: injectedPods((pod, cluster) => {
    const policies = cluster.networkPoliciesOf(pod).filter((policy) => isolates(policy, 'egress'));
    return policies.length === 0 ? [] : [{ pod, policies }];
  }),
  *check({ pod, policies }, cluster) {
    const rules = policies.flatMap((policy) => networkPolicyRules(policy, 'egress'));
    const { namespace } = controlPlaneOf(cluster);
    const closed = PORTS.filter(
      ({ port, component }) =>
        !rules.some(
          (rule) => opensPort(rule, port) && namesPeer(rule, componentPod(component, namespace), cluster, true),
        ),
    );
    if (closed.length > 0 && cluster.namespace(namespace) === undefined && rules.some(selectsByLabel)) {
      yield notJudged(`Namespace ${namespace} is not among the files, so its labels are not known`);
    } else if (closed.length > 0) {
      yield pod.metadata.violation({
        got: `no egress to ports ${listed(closed.map(({ port }) => port))} of namespace ${namespace}`,
        expected: `egress to its ports ${listed(PORTS.map(({ port }) => port))}`,
        effect: `The proxy ${listed(closed.map(({ effect }) => effect))}.`,
        fix: `Allow it with a NetworkPolicy of namespace ${pod.namespace}.`,
      });
    }
    const dns = rules.filter((rule) => opensPort(rule, 53, undefined, 'UDP'));
    const reached = dns.map((rule) => reachesDns(rule, cluster));
    if (reached.includes('yes')) return;
    if (reached.includes('unknown')) {
      yield notJudged('Namespace kube-system is not among the files, so its labels are not known');
      return;
    }
    yield pod.metadata.violation({
      got: `no egress to UDP port 53${dns.length > 0 ? ' of the DNS pods that distributions run' : ''}`,
      expected: 'egress to the DNS server of the cluster',
      effect: `The proxy finds the control plane in namespace ${namespace} by name.`,
      fix: 'Allow it.',
    });
  },
});

/** A pod whose egress NetworkPolicies limit. */
interface LimitedPod {
  readonly pod: PodTemplate;
  readonly policies: readonly Resource[];
}

/** Whether a rule names a DNS server: a known one, a pod that declares the port, or one in namespaces whose labels are not known. */
function reachesDns(rule: NetworkPolicyRule, cluster: ClusterIndex): 'yes' | 'no' | 'unknown' {
  const serving = cluster.pods.filter((pod) =>
    portsOf(pod).some(
      ({ protocol, number, container }) => protocol === 'UDP' && (number === 53 || /dns/.test(container.name)),
    ),
  );
  if ([...DNS_PODS, ...serving].some((server) => namesPeer(rule, server, cluster, true))) return 'yes';
  if (cluster.namespace('kube-system') !== undefined) return 'no';
  return selectsByLabel(rule) ? 'unknown' : 'no';
}

/** Whether a rule selects namespaces by labels that only the Namespace itself tells. */
function selectsByLabel({ peers }: NetworkPolicyRule): boolean {
  return peers.some((peer) => {
    const labels = Object.keys(objectAt(peer, 'namespaceSelector', 'matchLabels') ?? {});
    return labels.some((label) => label !== 'kubernetes.io/metadata.name');
  });
}

/** A component of the control plane with the labels that its chart gives it. */
function componentPod(component: string, namespace: string) {
  return {
    namespace,
    labels: {
      [COMPONENT_LABEL]: component,
      [CONTROL_PLANE_NS_LABEL]: namespace,
      'linkerd.io/proxy-deployment': `linkerd-${component}`,
      'linkerd.io/workload-ns': namespace,
    },
  };
}
