import { admissionTo, type DefaultAdmission } from '../../../model/linkerd/admission.js';
import { proxiedPorts } from '../../../model/linkerd/inbound-ports.js';
import { isMeshed } from '../../../model/linkerd/injection.js';
import { PROXY_PORT } from '../../../model/linkerd/proxy-ports.js';
import { namesPeer, networkPolicyRules, opensPort, reaches } from '../../../model/network/network-policy.js';
import { perItem } from '../../../model/per-cluster.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import type { ContainerPort } from '../../../model/pods/ports.js';
import { injectedPods } from '../../linkerd/meshed-pods.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<UnguardedPort>({
  id: 'linkerd/mesh-enforces-network-policy-ports',
  severity: 'error',
  scope: 'object',
  summary: 'A port that NetworkPolicies close to a meshed peer is closed by Linkerd too.',
  rationale:
    'A meshed peer that may connect to the proxy, port 4143, reaches every port of the pod through it. The port list of a NetworkPolicy does not apply between meshed pods.',
  source: 'https://github.com/linkerd/linkerd2/issues/15246',
  appliesTo: POD_KINDS,
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'gateway.networking.k8s.io/GRPCRoute',
    'gateway.networking.k8s.io/HTTPRoute',
    'networking.k8s.io/NetworkPolicy',
    'policy.linkerd.io/AuthorizationPolicy',
    'policy.linkerd.io/HTTPRoute',
    'policy.linkerd.io/Server',
    'policy.linkerd.io/ServerAuthorization',
  ],
  passes: example('deny'),
  fails: example('all-authenticated'),
  about: injectedPods((pod, cluster) =>
    proxiedPorts(pod).flatMap((port) => {
      const admission = admissionTo(pod, port.number, cluster);
      return admission.decidedBy === 'default-policy' ? [{ pod, port, admission }] : [];
    }),
  ),
  *check({ pod, port, admission }, cluster) {
    if (admission.grants.length === 0) return;
    const { number } = port;
    const peer = proxyPeersOf(pod, cluster).find((candidate) => !reaches(pod, 'ingress', candidate, number, cluster));
    if (peer === undefined) return;
    if (admission.policy === undefined) {
      yield notJudged('the files do not tell the default inbound policy', port.field);
      return;
    }
    const { name } = peer.resource.object.metadata;
    yield port.field.violation({
      got: `port ${number}, which NetworkPolicies close to the meshed ${name} but Linkerd does not`,
      expected: 'a Server for the port, or the default inbound policy deny',
      effect: `${name} reaches the port through the proxy.`,
      fix: `Add a Server with the callers of port ${number}.`,
    });
  },
});

/** A port without a Server. */
interface UnguardedPort {
  readonly pod: PodTemplate;
  readonly port: ContainerPort;
  readonly admission: DefaultAdmission;
}

/** The meshed pods that NetworkPolicies let through to the proxy of these pods, where there are any policies. */
const proxyPeersOf = perItem((pod: PodTemplate, cluster): readonly PodTemplate[] => {
  const rules = cluster
    .networkPoliciesOf(pod)
    .flatMap((policy) => networkPolicyRules(policy, 'ingress'))
    .filter((rule) => opensPort(rule, PROXY_PORT, pod));
  if (rules.length === 0) return [];
  return cluster.pods.filter((peer) => isMeshed(peer, cluster) && rules.some((rule) => namesPeer(rule, peer, cluster)));
});

function example(policy: string): string {
  return `
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: apps
  labels: { app: web }
  annotations: { linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: ${policy} }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }, { containerPort: 9090 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }, { port: 4143 }] }] }
`;
}
