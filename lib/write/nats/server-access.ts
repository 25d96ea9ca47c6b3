import { Construct } from 'constructs';
import { IntOrString, KubeNetworkPolicy, type NetworkPolicyPeer } from '../../../imports/k8s.js';
import { placeInStage } from '../fleet/stage.js';
import { GuardedPort } from '../linkerd/guarded-port.js';
import { PROXY_INBOUND_PORT } from '../linkerd/ports.js';
import { CLIENT_PORT, CLUSTER_PORT, LEAFNODE_PORT, METRICS_PORT } from './ports.js';
import { type NatsServerSettings, podLabels } from './server-settings.js';

export interface ServerAccessProps {
  readonly settings: NatsServerSettings;
  /** CIDRs of the leaves that may dial this server. @default - nobody may */
  readonly leafCidrs?: readonly string[];
  /** CIDRs of clients outside the cluster. @default - nobody may */
  readonly clientCidrs?: readonly string[];
  /** Where this server dials out to. @default - nowhere */
  readonly hub?: { readonly cidrs: readonly string[]; readonly port: number };
}

/**
 * Who may reach a cluster's NATS servers, enforced twice: by NetworkPolicies on address and label, and by the mesh on
 * identity. Leaves have no identity in this mesh; they are admitted by their network here, and by their certificate and
 * key in NATS.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class ServerAccess extends Construct {
  constructor(scope: Construct, id: string, props: ServerAccessProps) {
    super(scope, id);
    placeInStage(this, '40-policy');
    this.#limitNetwork(props);
    if (props.settings.cluster.linkerd !== undefined) this.#limitMesh(props);
  }

  #limitNetwork({ settings, leafCidrs, clientCidrs, hub }: ServerAccessProps): void {
    const { name, namespace, clients, replicas, exporter } = settings;
    const own: NetworkPolicyPeer = { podSelector: { matchLabels: { ...podLabels(name) } } };
    const clientPeers = clients.map((client) =>
      podPeer(client.namespace ?? namespace, { 'app.kubernetes.io/name': client.workload }),
    );
    const scraperPeers = (exporter?.scrapers ?? []).map((scraper) => podPeer(scraper.namespace));
    const meshed = settings.cluster.linkerd === undefined ? [] : [PROXY_INBOUND_PORT];
    const ingress = [
      ...(clientPeers.length === 0 ? [] : [{ from: clientPeers, ports: tcp(CLIENT_PORT, ...meshed) }]),
      ...(replicas > 1 ? [{ from: [own], ports: tcp(CLUSTER_PORT, ...meshed) }] : []),
      ...(leafCidrs === undefined ? [] : [{ from: leafCidrs.map(ipBlock), ports: tcp(LEAFNODE_PORT) }]),
      ...(clientCidrs === undefined ? [] : [{ from: clientCidrs.map(ipBlock), ports: tcp(CLIENT_PORT) }]),
      ...(scraperPeers.length === 0 ? [] : [{ from: scraperPeers, ports: tcp(METRICS_PORT, ...meshed) }]),
    ];
    const egress = [
      ...(replicas > 1 ? [{ to: [own], ports: tcp(CLUSTER_PORT, ...meshed) }] : []),
      ...(hub === undefined ? [] : [{ to: hub.cidrs.map(ipBlock), ports: tcp(hub.port) }]),
    ];
    new KubeNetworkPolicy(this, 'network', {
      metadata: { name, namespace },
      spec: {
        podSelector: { matchLabels: { ...podLabels(name) } },
        // Both types are listed, so that a direction without rules is closed.
        policyTypes: ['Ingress', 'Egress'],
        ...(ingress.length > 0 && { ingress }),
        ...(egress.length > 0 && { egress }),
      },
    });
  }

  #limitMesh({ settings, leafCidrs, clientCidrs }: ServerAccessProps): void {
    const { name, namespace, clients, replicas, exporter } = settings;
    const guarded = { namespace, podLabels: podLabels(name) };
    if (clients.length > 0 || clientCidrs !== undefined) {
      new GuardedPort(this, 'client-port', {
        ...guarded,
        name: `${name}-client`,
        port: CLIENT_PORT,
        protocol: 'opaque',
        ...(clients.length > 0 && {
          callers: clients.map((client) => ({
            serviceAccount: client.workload,
            namespace: client.namespace ?? namespace,
          })),
        }),
        ...(clientCidrs !== undefined && { networks: clientCidrs }),
      });
    }
    if (replicas > 1) {
      new GuardedPort(this, 'cluster-port', {
        ...guarded,
        name: `${name}-cluster`,
        port: CLUSTER_PORT,
        protocol: 'opaque',
        callers: [{ serviceAccount: name, namespace }],
      });
    }
    if (leafCidrs !== undefined) {
      new GuardedPort(this, 'leafnode-port', {
        ...guarded,
        name: `${name}-leafnodes`,
        port: LEAFNODE_PORT,
        protocol: 'opaque',
        networks: leafCidrs,
      });
    }
    if (exporter !== undefined) {
      new GuardedPort(this, 'metrics-port', {
        ...guarded,
        name: `${name}-metrics`,
        port: METRICS_PORT,
        protocol: 'HTTP/1',
        callers: exporter.scrapers,
      });
    }
  }
}

function podPeer(namespace: string, labels?: { readonly [key: string]: string }): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...(labels !== undefined && { podSelector: { matchLabels: { ...labels } } }),
  };
}

function ipBlock(cidr: string): NetworkPolicyPeer {
  return { ipBlock: { cidr } };
}

function tcp(...ports: readonly number[]) {
  return ports.map((port) => ({ protocol: 'TCP', port: IntOrString.fromNumber(port) }));
}
