import { Construct } from 'constructs';
import { IntOrString, KubeNetworkPolicy } from '../../../../imports/k8s.js';
import { placeInStage } from '../../fleet/stage.js';
import { answersChallenges, challengePolicies } from '../../workload/acme-challenge.js';
import type { Gateway } from '../../workload/gateway.js';
import type { IngressGateway, ResolvedApplication } from '../../workload/intents/resolved.js';
import { kubeletCidrs } from '../../workload/kubelet.js';
import { identityOf, type Peer } from '../../workload/peer.js';
import type { Resources } from '../../workload/resources.js';
import { GuardedPort } from '../guarded-port.js';
import { LinkerdNamespace } from '../linkerd-namespace.js';
import { RoutedPort } from '../policy/routed-port.js';
import { PROXY_ADMIN_PORT, PROXY_INBOUND_PORT } from '../ports.js';
import type { GatewayClass } from './gateway-class.js';
import { gatewayFacts } from './gateway-facts.js';

export interface GatewayAccessProps {
  /** The application behind the gateway; its Prometheus scrapes the proxies of the gateway. */
  readonly application: ResolvedApplication;
  /** The gateway, and what enters through it. */
  readonly ingress: IngressGateway;
  /** What makes its pods. */
  readonly gatewayClass: GatewayClass;
}

/** All that comes from outside passes the proxy of a gateway twice: on its way in, and on to a service. */
const PROXY_RESOURCES: Resources = {
  cpu: { request: '100m', limit: '1' },
  memory: { request: '64Mi', limit: '256Mi' },
};

/** Everyone: who is outside has no identity of the mesh. */
const ANYONE = ['0.0.0.0/0', '::/0'];

/**
 * The namespace of a gateway, and who may reach its pods: the outside, on the two ports for it, where no identity of the mesh can
 * be asked for; Prometheus, on the proxy's own; kubelets, where a pod asks to be let go. Its pods reach their controllers, and what cert-manager answers challenges with; the way to services is opened with those.
 *
 * @see https://linkerd.io/2-edge/tasks/using-ingress/
 */
export class GatewayAccess extends Construct {
  constructor(scope: Construct, id: string, { application, ingress, gatewayClass }: GatewayAccessProps) {
    super(scope, id);
    const { cluster, prometheus } = application;
    const { gateway, entries } = ingress;
    const { name, namespace, podLabels } = identityOf(gateway);
    const { ports: listening, controllers, kubelet } = gatewayFacts(gatewayClass);
    const { http, https } = listening;
    new LinkerdNamespace(this, 'namespace', { cluster, name: namespace, proxyResources: PROXY_RESOURCES });
    const ports = [
      { name: `${name}-http`, port: http, protocol: 'HTTP/1' },
      // The gateway ends the TLS of the outside: to its proxy it is bytes.
      { name: `${name}-https`, port: https, protocol: 'opaque' },
    ] as const;
    for (const port of ports) {
      new GuardedPort(this, port.name, { ...port, namespace, podLabels, networks: ANYONE });
    }
    if (kubelet !== undefined) {
      new RoutedPort(this, 'kubelet', {
        namespace,
        name: `${name}-shutdown`,
        podLabels,
        port: kubelet.port,
        protocol: 'HTTP/1',
        grants: [],
        kubeletRequests: kubelet.requests,
        kubeletCidrs: kubeletCidrs(cluster),
      });
    }
    if (prometheus !== undefined) {
      const { serviceAccount, namespace: from } = identityOf(prometheus);
      new GuardedPort(this, 'proxy-metrics', {
        namespace,
        name: `${name}-proxy-metrics`,
        podLabels,
        port: PROXY_ADMIN_PORT,
        protocol: 'HTTP/1',
        callers: [{ serviceAccount, namespace: from }],
      });
    }
    const network = placeInStage(new Construct(this, 'network'), '40-policy');
    new KubeNetworkPolicy(network, 'Resource', {
      metadata: { name, namespace },
      spec: {
        podSelector: { matchLabels: { ...podLabels } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          { from: ANYONE.map((cidr) => ({ ipBlock: { cidr } })), ports: [http, https].map(tcpPort) },
          ...(prometheus === undefined
            ? []
            : [{ from: [podsOf(prometheus)], ports: [PROXY_INBOUND_PORT, PROXY_ADMIN_PORT].map(tcpPort) }]),
        ],
        egress: controllers.map(({ to, port }) => ({
          to: [podsOf(to)],
          ports: [PROXY_INBOUND_PORT, port].map(tcpPort),
        })),
      },
    });
    if (!answersChallenges(entries.map((entry) => entry.ingress))) return;
    for (const policy of challengePolicies(name, gateway)) {
      new KubeNetworkPolicy(network, `${policy.metadata?.name}`, policy);
    }
  }
}

/** Names of the policies that let the outside in to a gateway. */
export function policiesForTheOutside({ name }: Gateway): readonly string[] {
  return [`${name}-http-networks`, `${name}-https-networks`];
}

function podsOf(peer: Peer) {
  const { namespace, podLabels } = identityOf(peer);
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: { ...podLabels } },
  };
}

function tcpPort(port: number) {
  return { protocol: 'TCP', port: IntOrString.fromNumber(port) };
}
