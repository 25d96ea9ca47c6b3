import { Construct } from 'constructs';
import { KubeNetworkPolicy } from '../../../../imports/k8s.js';
import { placeInStage } from '../../fleet/stage.js';
import { answersChallenges, challengePolicies } from '../../workload/acme-challenge.js';
import type { Gateway } from '../../workload/gateway.js';
import type { IngressGateway, ResolvedApplication } from '../../workload/intents/resolved.js';
import { kubeletCidrs } from '../../workload/kubelet.js';
import { ANYWHERE, podsOf, tcp } from '../../workload/network-peers.js';
import { identityOf, type Peer } from '../../workload/peer.js';
import type { Resources } from '../../workload/resources.js';
import { GuardedPort } from '../guarded-port.js';
import { LinkerdNamespace } from '../linkerd-namespace.js';
import { RoutedPort } from '../policy/routed-port.js';
import { PROXY_ADMIN_PORT, PROXY_INBOUND_PORT } from '../ports.js';
import type { GatewayFacts } from './gateway-facts.js';

export interface GatewayAccessProps {
  /** The application behind the gateway; its Prometheus scrapes the proxies of the gateway. */
  readonly application: ResolvedApplication;
  /** The gateway, and what enters through it. */
  readonly ingress: IngressGateway;
  /** What runs its pods. */
  readonly gatewayClass: GatewayFacts;
}

/** Traffic from outside passes the proxy of a gateway twice: when it enters, and on its way to a service. */
const PROXY_RESOURCES: Resources = {
  cpu: { request: '100m', limit: '1' },
  memory: { request: '64Mi', limit: '256Mi' },
};

/** Everyone: clients outside have no mesh identity. */
const ANYONE = ['0.0.0.0/0', '::/0'];

/**
 * The namespace of a gateway, and who may reach its pods: everyone outside, on its two public ports, where no mesh identity can be required;
 * Prometheus, on the port of the proxy; and kubelets, for the shutdown of a pod. Its pods may reach their controllers and the pods with which
 * cert-manager answers challenges. Network policies of the services allow the traffic to them.
 *
 * @see https://linkerd.io/2-edge/tasks/using-ingress/
 */
export class GatewayAccess extends Construct {
  constructor(scope: Construct, id: string, { application, ingress, gatewayClass }: GatewayAccessProps) {
    super(scope, id);
    const { cluster, prometheus } = application;
    const { gateway, entries } = ingress;
    const { name, namespace, podLabels } = identityOf(gateway);
    const { ports: listening, controllers, kubelet } = gatewayClass;
    const { http, https } = listening;
    new LinkerdNamespace(this, 'namespace', { cluster, name: namespace, proxyResources: PROXY_RESOURCES });
    const ports = [
      { name: `${name}-http`, port: http, protocol: 'HTTP/1' },
      // The gateway terminates this TLS: its proxy forwards bytes.
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
          { from: ANYWHERE, ports: tcp([http, https]) },
          ...(prometheus === undefined
            ? []
            : [{ from: [podsOfPeer(prometheus)], ports: tcp([PROXY_INBOUND_PORT, PROXY_ADMIN_PORT]) }]),
        ],
        egress: controllers.map(({ to, port }) => ({
          to: [podsOfPeer(to)],
          ports: tcp([PROXY_INBOUND_PORT, port]),
        })),
      },
    });
    if (!answersChallenges(entries.map((entry) => entry.ingress))) return;
    for (const policy of challengePolicies(name, gateway)) {
      new KubeNetworkPolicy(network, `${policy.metadata?.name}`, policy);
    }
  }
}

/** Names of the policies that admit the outside to a gateway. */
export function policiesForTheOutside({ name }: Gateway): readonly string[] {
  return [`${name}-http-networks`, `${name}-https-networks`];
}

/** The pods of a peer. */
function podsOfPeer(peer: Peer) {
  const { namespace, podLabels } = identityOf(peer);
  return podsOf(namespace, podLabels);
}
