import { IntOrString, type NetworkPolicyPeer, type NetworkPolicyPort } from '../../../imports/k8s.js';

/** Every address: of the API server no manifest knows one. */
export const ANYWHERE: NetworkPolicyPeer[] = [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }];

/** The pods of a namespace, all or those with these labels. */
export function podsOf(namespace: string, labels?: { readonly [key: string]: string }): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...(labels !== undefined && { podSelector: { matchLabels: { ...labels } } }),
  };
}

/** Ports of TCP, each once, in order. */
export function tcp(ports: readonly number[]): NetworkPolicyPort[] {
  return [...new Set(ports)]
    .sort((a, b) => a - b)
    .map((port) => ({ protocol: 'TCP', port: IntOrString.fromNumber(port) }));
}

/** The way out to the cluster's DNS. */
export function dnsEgress() {
  return {
    to: [podsOf('kube-system', { 'k8s-app': 'kube-dns' })],
    ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: IntOrString.fromNumber(53) })),
  };
}
