import { IntOrString, type NetworkPolicyPeer, type NetworkPolicyPort } from '../../../imports/k8s.js';

/** All addresses: that of the API server is not known at synthesis. */
export const ANYWHERE: NetworkPolicyPeer[] = [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }];

/** The pods of a namespace, all of them or those with the labels. */
export function podsOf(namespace: string, labels?: { readonly [key: string]: string }): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...(labels !== undefined && { podSelector: { matchLabels: { ...labels } } }),
  };
}

/** TCP ports, each once, sorted. */
export function tcp(ports: readonly number[]): NetworkPolicyPort[] {
  return [...new Set(ports)]
    .sort((a, b) => a - b)
    .map((port) => ({ protocol: 'TCP', port: IntOrString.fromNumber(port) }));
}

/** Egress to the DNS of the cluster. */
export function dnsEgress() {
  return {
    to: [podsOf('kube-system', { 'k8s-app': 'kube-dns' })],
    ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: IntOrString.fromNumber(53) })),
  };
}
