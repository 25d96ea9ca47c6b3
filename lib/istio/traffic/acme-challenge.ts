import type { KubeNetworkPolicyProps } from '../../../imports/k8s.js';
import type { Gateway } from '../../workload/gateway.js';
import { identityOf } from '../../workload/peer.js';
import { podsOf, tcp } from '../network-peers.js';

/** Label of the pods with which cert-manager answers HTTP-01 challenges, and their port. @see https://cert-manager.io/docs/configuration/acme/http01/ */
const SOLVER_PODS = { 'acme.cert-manager.io/http01-solver': 'true' };
const SOLVER_PORT = 8089;

/**
 * How cert-manager answers an HTTP-01 challenge: with an Ingress, which istiod turns into a route of the gateways that bear
 * the label `istio: ingressgateway`. The pod behind it has no proxy: it answers for a minute, and the restricted profile of the gateway's
 * namespace would refuse one whose traffic an init container redirects.
 */
export const HTTP_01_SOLVER = {
  http01: {
    ingress: { class: 'istio', podTemplate: { metadata: { labels: { 'sidecar.istio.io/inject': 'false' } } } },
  },
};

/** The way from the gateway to the pod that answers, which nobody else may reach. */
export function challengePolicies(name: string, gateway: Gateway): readonly KubeNetworkPolicyProps[] {
  const { namespace } = gateway;
  const { podLabels } = identityOf(gateway);
  const ports = tcp([SOLVER_PORT]);
  return [
    {
      metadata: { name: `${name}-acme-solver`, namespace },
      spec: {
        podSelector: { matchLabels: SOLVER_PODS },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [podsOf(namespace, podLabels)], ports }],
      },
    },
    {
      metadata: { name: `${name}-to-acme-solver`, namespace },
      spec: {
        podSelector: { matchLabels: { ...podLabels } },
        policyTypes: ['Egress'],
        egress: [{ to: [podsOf(namespace, SOLVER_PODS)], ports }],
      },
    },
  ];
}
