import type { KubeNetworkPolicyProps } from '../../../../imports/k8s.js';
import { ANYWHERE } from '../../workload/network-peers.js';
import { apiServerPorts } from '../control-plane/api-server.js';
import type { LinkerdValues } from '../control-plane/values.js';
import { CNI_LABELS, CNI_NAMESPACE } from './cni-names.js';

/** The plugin's pods call the API server, whose address no selector matches, and only the kubelet calls them. */
export function cniNetworkPolicies(values: LinkerdValues): KubeNetworkPolicyProps[] {
  return [
    {
      metadata: { name: 'linkerd-cni-default-deny', namespace: CNI_NAMESPACE, labels: CNI_LABELS },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    },
    {
      metadata: { name: 'linkerd-cni', namespace: CNI_NAMESPACE, labels: CNI_LABELS },
      spec: {
        podSelector: { matchLabels: CNI_LABELS },
        policyTypes: ['Egress'],
        egress: [{ to: ANYWHERE, ports: apiServerPorts(values) }],
      },
    },
  ];
}
