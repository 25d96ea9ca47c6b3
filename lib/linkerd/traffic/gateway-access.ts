import { Construct } from 'constructs';
import { IntOrString, KubeNetworkPolicy } from '../../../imports/k8s.js';
import type { Cluster } from '../../fleet/cluster.js';
import { placeInStage } from '../../fleet/stage.js';
import { answersChallenges, challengePolicies } from '../../workload/acme-challenge.js';
import type { Gateway } from '../../workload/gateway.js';
import type { Application } from '../../workload/intents/application.js';
import { identityOf, type Peer, samePeer } from '../../workload/peer.js';
import { GuardedPort } from '../guarded-port.js';
import { IsolatedNamespace } from '../isolated-namespace.js';
import { PROXY_ADMIN_PORT, PROXY_INBOUND_PORT } from '../ports.js';
import type { GatewayClass } from './gateway-class.js';

export interface GatewayAccessProps {
  /** The cluster of the gateway. */
  readonly cluster: Cluster;
  /** The application that is let in to; its Prometheus scrapes the proxies of the gateway. */
  readonly application: Application;
  /** The gateway. */
  readonly gateway: Gateway;
  /** What makes its pods. */
  readonly gatewayClass: GatewayClass;
}

/** Everyone: who is outside has no identity of the mesh. */
const ANYONE = ['0.0.0.0/0', '::/0'];

/**
 * The namespace of a gateway, and who may reach its pods: the outside, on the two ports for it, where no identity of the mesh can
 * be asked for; Prometheus, on the proxy's own. Its pods reach their controllers, and what cert-manager answers challenges with; the way to services is opened with those.
 *
 * @see https://linkerd.io/2-edge/tasks/using-ingress/
 */
export class GatewayAccess extends Construct {
  constructor(scope: Construct, id: string, { cluster, application, gateway, gatewayClass }: GatewayAccessProps) {
    super(scope, id);
    const { prometheus } = application;
    const { name, namespace, podLabels } = identityOf(gateway);
    const { http, https } = gatewayClass.ports;
    new IsolatedNamespace(this, 'namespace', { cluster, name: namespace });
    const ports = [
      { name: `${name}-http`, port: http, protocol: 'HTTP/1' },
      // The gateway ends the TLS of the outside: to its proxy it is bytes.
      { name: `${name}-https`, port: https, protocol: 'opaque' },
    ] as const;
    for (const port of ports) {
      new GuardedPort(this, port.name, { ...port, namespace, podLabels, networks: ANYONE });
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
        egress: gatewayClass.controllers.map(({ to, port }) => ({
          to: [podsOf(to)],
          ports: [PROXY_INBOUND_PORT, port].map(tcpPort),
        })),
      },
    });
    const ingresses = application.services.flatMap(({ ingress }) => ingress ?? []);
    if (!answersChallenges(ingresses.filter((ingress) => samePeer(ingress.gateway, gateway)))) return;
    for (const policy of challengePolicies(name, gateway)) {
      new KubeNetworkPolicy(network, `${policy.metadata?.name}`, policy);
    }
  }
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
