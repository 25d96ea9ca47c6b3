import { Construct } from 'constructs';
import { TcpRoute, TlsRoute } from '../../../../imports/gateway.networking.k8s.io.js';
import { EgressNetwork, EgressNetworkSpecTrafficPolicy } from '../../../../imports/policy.linkerd.io.js';
import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import { placeInStage } from '../../fleet/stage.js';
import type { ExternalHost } from '../../workload/intents/egress.js';
import type { ReachedHost, ResolvedApplication } from '../../workload/intents/resolved.js';
import type { Service } from '../../workload/intents/service.js';
import { placeOf, placeOfApplication } from '../../workload/intents/service-place.js';
import type { Fallbacks } from '../traffic/fallbacks.js';
import { unlessAccepted } from '../traffic/unexpressed.js';

export interface LinkerdEgressProps {
  /** The application whose external hosts are allowed. */
  readonly application: ResolvedApplication;
}

/** Name of the EgressNetwork of each namespace. */
const NETWORK = 'egress';
const PARENT = { group: 'policy.linkerd.io', kind: 'EgressNetwork', name: NETWORK } as const;

/**
 * Traffic to hosts outside the cluster: an EgressNetwork in each namespace of an application that denies everything, and a route for each host
 * that a service of the namespace may reach. It restricts what proxies send; a pod that bypasses its proxy is restricted by network policies.
 * Both kinds of routes are in the experimental channel of the Gateway API, as `v1alpha2`.
 *
 * @see https://linkerd.io/2-edge/reference/egress-network/
 */
export class LinkerdEgress extends Construct {
  constructor(scope: Construct, id: string, { application }: LinkerdEgressProps) {
    super(scope, id);
    placeInStage(this, '40-policy');
    for (const namespace of application.namespaces) {
      const scoped = new Construct(this, namespace);
      new EgressNetwork(scoped, 'network', {
        metadata: { name: NETWORK, namespace },
        spec: { trafficPolicy: EgressNetworkSpecTrafficPolicy.DENY },
      });
      const hosts = application.externalHosts.filter((host) => isReachedFrom(host, namespace));
      for (const [name, { host, port }] of byName(hosts, 'tls')) {
        new TlsRoute(scoped, name, {
          metadata: { name, namespace },
          spec: {
            parentRefs: [{ ...PARENT, port }],
            hostnames: [host],
            rules: [{ backendRefs: [{ ...PARENT, port }] }],
          },
        });
      }
      for (const [name, { port }] of byName(hosts, 'tcp')) {
        new TcpRoute(scoped, name, {
          metadata: { name, namespace },
          spec: { parentRefs: [{ ...PARENT, port }], rules: [{ backendRefs: [{ ...PARENT, port }] }] },
        });
      }
    }
  }
}

/** Egress of an application that Linkerd cannot restrict as stated. */
export function checkEgress(application: ResolvedApplication, fallbacks: Fallbacks): Diagnostic[] {
  const { services, egressGateway, externalHosts } = application;
  const leaving = services.filter(({ egress = [] }) => egress.length > 0);
  return [
    ...channelProblems(application),
    ...(egressGateway === undefined || leaving.length === 0
      ? []
      : unlessAccepted(fallbacks, {
          ...placeOfApplication(application, 'egressGateway'),
          got: `'${egressGateway.name}'`,
          offered: 'none: each proxy sends traffic out of the cluster directly',
          fallback: { egressGateway: "'dropped'" },
        })),
    ...leaving.flatMap((service) => {
      const place = placeOf(service, application);
      return [
        ...anyHostProblems(place, service, fallbacks),
        ...contestedPorts(place, service, externalHosts),
        ...scopeProblems(place, service, services, fallbacks),
      ];
    }),
  ];
}

/** The routes of external hosts are not in the standard channel, or only in a version that Linkerd does not read. */
function channelProblems({ cluster, externalHosts }: ResolvedApplication): Diagnostic[] {
  const gatewayApi = cluster.linkerd?.gatewayApi;
  const [first] = externalHosts;
  if (first === undefined || gatewayApi === undefined || gatewayApi.channel === 'experimental') return [];
  return [
    {
      where: `Cluster '${cluster.name}'`,
      path: 'mesh.gatewayApi.channel',
      got: `${gatewayApi.channel ?? 'standard'}, but the external host '${first.host}' needs a TLSRoute or a TCPRoute`,
      expected: 'experimental: only that channel has the version v1alpha2 of both, which Linkerd reads',
      fix: `Install the experimental channel of the Gateway API ${gatewayApi.release}, and set it here, or remove the egress of the services.`,
    },
  ];
}

function anyHostProblems(place: Place, service: Service, fallbacks: Fallbacks): Diagnostic[] {
  return (service.egress ?? [])
    .filter(({ protocol }) => protocol === 'tcp')
    .flatMap(({ host, port }) =>
      unlessAccepted(fallbacks, {
        ...at(place, 'egress'),
        got: `'${host}' on port ${port} as tcp`,
        offered: 'tls: traffic without a server name can be allowed to every host on the port, or to none',
        otherwise: 'Use TLS in the workload',
        fallback: { tcpEgress: "'any-host-on-the-port'" },
      }),
    );
}

/** Ports with both tls and tcp: Linkerd ignores the TCPRoute of a port that has TLSRoutes. */
function contestedPorts(place: Place, service: Service, hosts: readonly ReachedHost[]): Diagnostic[] {
  const tls = new Set(
    hosts
      .filter((host) => host.protocol === 'tls' && isReachedFrom(host, service.workload.namespace))
      .map(({ port }) => port),
  );
  return (service.egress ?? [])
    .filter(({ protocol, port }) => protocol === 'tcp' && tls.has(port))
    .map(({ host, port }) => ({
      ...at(place, 'egress'),
      got: `'${host}' on port ${port} as tcp, but others in the namespace use tls on it`,
      expected: 'one protocol for each port of external hosts in a namespace',
      fix: 'Use another port: Linkerd ignores tcp on a port that has tls hosts.',
    }));
}

function scopeProblems(
  place: Place,
  service: Service,
  services: readonly Service[],
  fallbacks: Fallbacks,
): Diagnostic[] {
  const own = new Set((service.egress ?? []).map(keyOf));
  const others = services.filter(
    ({ workload, egress = [] }) =>
      workload.namespace === service.workload.namespace &&
      workload.name !== service.workload.name &&
      [...own].some((key) => !egress.map(keyOf).includes(key)),
  );
  if (others.length === 0) return [];
  return unlessAccepted(fallbacks, {
    ...at(place, 'egress'),
    got: `different from that of ${others
      .map(({ workload }) => workload.name)
      .sort()
      .join(', ')}, in the same namespace`,
    offered: 'the same hosts for all services of a namespace: Linkerd allows hosts for a whole namespace',
    otherwise: 'Give the service a namespace of its own',
    fallback: { egressScope: "'namespace'" },
  });
}

function isReachedFrom({ callers }: ReachedHost, namespace: string): boolean {
  return callers.some(({ workload }) => workload.namespace === namespace);
}

/** The hosts of one protocol by the name of their route, sorted. A TCPRoute applies to a port, whatever the host. */
function byName(hosts: readonly ExternalHost[], protocol: ExternalHost['protocol']) {
  const named = hosts
    .filter((host) => host.protocol === protocol)
    .map((host) => [protocol === 'tls' ? `${host.host}-${host.port}` : `tcp-${host.port}`, host] as const);
  return [...new Map(named)].sort(([a], [b]) => (a < b ? -1 : 1));
}

function keyOf({ host, port, protocol }: ExternalHost): string {
  return `${protocol} ${host}:${port}`;
}
