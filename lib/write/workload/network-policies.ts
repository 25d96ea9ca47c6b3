import { Construct } from 'constructs';
import { KubeNetworkPolicy, type NetworkPolicyEgressRule } from '../../../imports/k8s.js';
import { compareText } from '../../manifest/order.js';
import type { Cluster } from '../fleet/cluster.js';
import { placeInStage } from '../fleet/stage.js';
import type { Access } from './intents/access.js';
import type { Entrance } from './intents/federation.js';
import type { ResolvedApplication, ResolvedService } from './intents/resolved.js';
import { podsOf, tcp } from './network-peers.js';
import { identityOf, type Peer, peerKey, samePeer } from './peer.js';

/** How traffic of a mesh appears to a network policy, if it differs from what the workload sent. */
export interface MeshReach {
  /** Port at which a proxy accepts the traffic of other proxies, in addition to the target port. @default - only the target port */
  readonly inboundPort?: number;
  /** Ports of each proxy that Prometheus scrapes. */
  readonly metricsPorts: readonly number[];
  /** Container ports of the egress gateway, if external hosts are reached only through it. @default - they are reached directly */
  readonly egressGatewayPorts?: readonly number[];
  /** Entrances of the clusters that this one fails over to; their traffic enters this one in the same way. @default - no failover */
  readonly otherClusters?: readonly Entrance[];
}

interface ServiceNetworkPolicyProps {
  readonly application: ResolvedApplication;
  readonly service: ResolvedService;
  readonly reach: MeshReach;
}

/**
 * Traffic to and from the pods of a service: only its callers and its calls.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class ServiceNetworkPolicy extends Construct {
  constructor(scope: Construct, id: string, props: ServiceNetworkPolicyProps) {
    super(scope, id);
    placeInStage(this, '40-policy');
    const { workload } = props.service;
    const ingress = byPeer(arrivals(props), props.reach).map(({ peer, ports }) => ({ from: [peer], ports }));
    const egress = [
      ...byPeer(departures(props), props.reach).map(({ peer, ports }) => ({ to: [peer], ports })),
      ...(props.service.outbound.length > 0 ? otherClusters(props.reach) : []),
      ...externalHosts(props),
    ];
    new KubeNetworkPolicy(this, 'Resource', {
      metadata: { name: workload.name, namespace: workload.namespace },
      spec: {
        podSelector: { matchLabels: { ...identityOf(workload).podLabels } },
        policyTypes: ['Ingress', 'Egress'],
        ...(ingress.length > 0 && { ingress }),
        ...(egress.length > 0 && { egress }),
      },
    });
  }
}

/** Traffic from a peer outside the application, such as a gateway, to the services that name it. */
export class PeerNetworkPolicy extends Construct {
  constructor(
    scope: Construct,
    id: string,
    {
      application,
      peer,
      reach,
    }: { readonly application: ResolvedApplication; readonly peer: Peer; readonly reach: MeshReach },
  ) {
    super(scope, id);
    placeInStage(this, '40-policy');
    const { namespace, podLabels, name } = identityOf(peer);
    const brought = application.federation !== undefined && samePeer(application.federation.gateway, peer);
    const accesses = application.accesses.filter(
      brought ? notOf(application.prometheus) : ({ from }) => samePeer(from, peer),
    );
    const entering = peer.kind === 'gateway' && peer.direction === 'ingress';
    const contacts = accesses.map(({ to, port }) => ({ peer: to.workload, port: port.port }));
    new KubeNetworkPolicy(this, 'Resource', {
      metadata: { name: `${name}-to-${application.name}`, namespace },
      spec: {
        podSelector: { matchLabels: { ...podLabels } },
        policyTypes: ['Egress'],
        egress: [
          ...byPeer(contacts, reach).map(({ peer: to, ports }) => ({ to: [to], ports })),
          // A request from another cluster is answered in this one.
          ...(entering ? otherClusters(reach) : []),
        ],
      },
    });
  }
}

/** A port of a peer. */
interface Contact {
  readonly peer: Peer;
  readonly port: number;
}

function arrivals({ application, service, reach }: ServiceNetworkPolicyProps): Contact[] {
  const { prometheus, federation } = application;
  const { inbound } = service;
  return [
    ...inbound.map(({ from, port }) => ({ peer: from, port: port.port })),
    // A gateway forwards the callers of other clusters, which mTLS identifies.
    ...(federation === undefined || reach.otherClusters === undefined
      ? []
      : inbound.filter(notOf(prometheus)).map(({ port }) => ({ peer: federation.gateway, port: port.port }))),
    ...(prometheus === undefined ? [] : reach.metricsPorts.map((port) => ({ peer: prometheus, port }))),
  ];
}

function departures({ application, service, reach }: ServiceNetworkPolicyProps): Contact[] {
  const { tracing, egressGateway } = application;
  const leaves = (service.egress ?? []).length > 0 && egressGateway !== undefined;
  return [
    ...service.outbound.map(({ to, port }) => ({ peer: to.workload, port: port.port })),
    ...(service.calls ?? []).map(({ to, port }) => ({ peer: to, port })),
    // A collector sends no spans of its own.
    ...(tracing === undefined || service.collectsSpans ? [] : [{ peer: tracing.collector, port: tracing.port }]),
    ...(leaves ? (reach.egressGatewayPorts ?? []).map((port) => ({ peer: egressGateway, port })) : []),
  ];
}

/** Accesses of all other peers: every cluster has its own Prometheus, which does not scrape the others. */
function notOf(peer: Peer | undefined): (access: Access) => boolean {
  return ({ from }) => peer === undefined || !samePeer(from, peer);
}

/** One rule for each peer, so that a review shows one line for each access. */
function byPeer(contacts: readonly Contact[], { inboundPort }: MeshReach) {
  const peers = new Map<string, { readonly peer: Peer; readonly ports: Set<number> }>();
  for (const { peer, port } of contacts) {
    const key = peerKey(peer);
    const known = peers.get(key) ?? { peer, ports: new Set<number>() };
    known.ports.add(port);
    if (inboundPort !== undefined) known.ports.add(inboundPort);
    peers.set(key, known);
  }
  return [...peers]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { peer, ports }]) => {
      const { namespace, podLabels } = identityOf(peer);
      return { peer: podsOf(namespace, podLabels), ports: tcp([...ports]) };
    });
}

/** Egress to the pods of callees in other clusters. */
function otherClusters({ otherClusters = [] }: MeshReach): NetworkPolicyEgressRule[] {
  const cidrs = new Map<number, Set<string>>();
  for (const entrance of otherClusters) {
    cidrs.set(entrance.port, new Set([...(cidrs.get(entrance.port) ?? []), ...entrance.cidrs]));
  }
  return [...cidrs]
    .sort(([a], [b]) => a - b)
    .map(([port, blocks]) => ({
      to: [...blocks].sort(compareText).map((cidr) => ({ ipBlock: { cidr } })),
      ports: tcp([port]),
    }));
}

/** Network policies have no host names: a host that is reached directly is allowed on its port, anywhere outside the cluster. */
function externalHosts({ application, service, reach }: ServiceNetworkPolicyProps): NetworkPolicyEgressRule[] {
  if (reach.egressGatewayPorts !== undefined) return [];
  const ports = tcp((service.egress ?? []).map(({ port }) => port));
  if (ports.length === 0) return [];
  return [{ to: outside(application.cluster), ports }];
}

/** All addresses outside the pods and Services of the cluster, in its address families. */
export function outside({ podCidrs, serviceCidrs }: Cluster) {
  const own = [...podCidrs, ...serviceCidrs];
  return ['0.0.0.0/0', '::/0'].flatMap((cidr) => {
    const except = own.filter((candidate) => candidate.includes(':') === cidr.includes(':'));
    return except.length === 0 ? [] : [{ ipBlock: { cidr, except } }];
  });
}
