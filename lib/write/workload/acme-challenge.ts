import type { KubeNetworkPolicyProps } from '../../../imports/k8s.js';
import type { Gateway } from './gateway.js';
import type { Ingress } from './intents/ingress.js';
import { podsOf, tcp } from './network-peers.js';
import { identityOf } from './peer.js';

/** Label and port of the pods in which cert-manager answers HTTP-01 challenges. @see https://cert-manager.io/docs/configuration/acme/http01/ */
const SOLVER_PODS = { 'acme.cert-manager.io/http01-solver': 'true' };
const SOLVER_PORT = 8089;

/** Whether an ACME server verifies a host name by a request to the gateway. */
export function answersChallenges(ingresses: readonly Ingress[]): boolean {
  return ingresses.some(({ certificate }) => certificate.kind === 'acme' && certificate.challenge.kind === 'http-01');
}

/** Traffic from the gateway to the pod that answers challenges, which nothing else may reach. */
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
