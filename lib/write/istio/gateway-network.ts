import type {
  KubeNetworkPolicyProps,
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
} from '../../../imports/k8s.js';
import { ANYWHERE, dnsEgress, podsOf, tcp } from '../workload/network-peers.js';
import { identityOf } from '../workload/peer.js';
import { gatewayIdentity } from './gateway-ports.js';
import type { IstioGatewayProps } from './gateway-workload-props.js';
import { ROOT_NAMESPACE } from './mesh-config.js';

/** Port of istiod for proxies. */
const DISCOVERY_PORT = 15_012;
/** Port of a pod's metrics, those of its proxy among them. @see https://istio.io/latest/docs/ops/integrations/prometheus/#option-1-metrics-merging */
const METRICS_PORT = 15_020;

/**
 * Traffic to a gateway, and from it to DNS, istiod, and from an egress gateway to the world except the addresses of the cluster. Network policies
 * of the services allow the traffic from an ingress gateway.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function gatewayNetworkPolicies(props: IstioGatewayProps): KubeNetworkPolicyProps[] {
  const { namespace, name, podLabels } = gatewayIdentity(props.gateway);
  return [
    {
      metadata: { name: 'default-deny', namespace },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    },
    {
      metadata: { name, namespace },
      spec: {
        podSelector: { matchLabels: { ...podLabels } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [...arrivals(props), ...scrapes(props)],
        egress: [
          dnsEgress(),
          { to: [podsOf(ROOT_NAMESPACE, { app: 'istiod' })], ports: tcp([DISCOVERY_PORT]) },
          ...departures(props),
        ],
      },
    },
  ];
}

function arrivals({ gateway, clients, callers = [] }: IstioGatewayProps): NetworkPolicyIngressRule[] {
  const ports = tcp(gatewayIdentity(gateway).ports.map(({ containerPort }) => containerPort));
  if (gateway.direction !== 'egress')
    return [{ from: clients?.map((cidr) => ({ ipBlock: { cidr } })) ?? ANYWHERE, ports }];
  if (callers.length === 0) return [];
  const from = callers.map(identityOf).map(({ namespace, podLabels }) => podsOf(namespace, podLabels));
  return [{ from, ports }];
}

function scrapes({ scrapers = [] }: IstioGatewayProps): NetworkPolicyIngressRule[] {
  if (scrapers.length === 0) return [];
  return [{ from: scrapers.map((namespace) => podsOf(namespace)), ports: tcp([METRICS_PORT]) }];
}

function departures({
  cluster,
  gateway,
  destinations,
  destinationPorts = [443],
}: IstioGatewayProps): NetworkPolicyEgressRule[] {
  if (gateway.direction !== 'egress') return [];
  const ports = tcp(destinationPorts);
  if (destinations !== undefined) return [{ to: destinations.map((cidr) => ({ ipBlock: { cidr } })), ports }];
  const own = [...cluster.podCidrs, ...cluster.serviceCidrs];
  const blocks = [
    // The metadata service of a cloud, which hands out the credentials of the node, has a link-local address.
    { cidr: '0.0.0.0/0', except: [...own.filter((cidr) => !cidr.includes(':')), '169.254.0.0/16'] },
    { cidr: '::/0', except: [...own.filter((cidr) => cidr.includes(':')), 'fe80::/10'] },
  ];
  return [{ to: blocks.map((ipBlock) => ({ ipBlock })), ports }];
}
