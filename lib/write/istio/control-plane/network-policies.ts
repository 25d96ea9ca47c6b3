import type { KubeNetworkPolicyProps } from '../../../../imports/k8s.js';
import { ANYWHERE, dnsEgress, podsOf, tcp } from '../../workload/network-peers.js';
import { ROOT_NAMESPACE } from '../mesh-config.js';
import { CNI_NAMESPACE } from './namespaces.js';
import type { IstioSettings } from './settings.js';

/** @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const ISTIOD_PORTS = { discovery: 15_012, metrics: 15_014, webhooks: 15_017 } as const;

/**
 * Traffic to istiod: from proxies of every namespace, only over mTLS; from the API server, which no selector matches; and from scrapers. Its
 * plaintext and debug ports, 15010 and 8080, are closed. Traffic from istiod: to DNS, the API server, and servers of keys.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function networkPolicies(settings: IstioSettings): KubeNetworkPolicyProps[] {
  const { apiServerPorts, keyServers, scrapers, mesh } = settings;
  const apiServer = { to: ANYWHERE, ports: tcp(apiServerPorts) };
  return [
    denyAll(ROOT_NAMESPACE),
    {
      metadata: { name: 'istiod', namespace: ROOT_NAMESPACE },
      spec: {
        // The pods of all revisions.
        podSelector: { matchLabels: { app: 'istiod' } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          { from: [{ namespaceSelector: {} }], ports: tcp([ISTIOD_PORTS.discovery]) },
          { ports: tcp([ISTIOD_PORTS.webhooks]) },
          ...(scrapers.length === 0
            ? []
            : [{ from: scrapers.map((namespace) => podsOf(namespace)), ports: tcp([ISTIOD_PORTS.metrics]) }]),
        ],
        egress: [
          dnsEgress(),
          apiServer,
          ...keyServers.map(({ cidr, port }) => ({ to: [{ ipBlock: { cidr } }], ports: tcp([port]) })),
        ],
      },
    },
    ...(mesh.cni === true
      ? [
          denyAll(CNI_NAMESPACE),
          {
            metadata: { name: 'istio-cni-node', namespace: CNI_NAMESPACE },
            spec: {
              podSelector: { matchLabels: { 'k8s-app': 'istio-cni-node' } },
              policyTypes: ['Ingress', 'Egress'],
              egress: [dnsEgress(), apiServer],
            },
          },
        ]
      : []),
  ];
}

function denyAll(namespace: string): KubeNetworkPolicyProps {
  return {
    metadata: { name: 'default-deny', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
}
