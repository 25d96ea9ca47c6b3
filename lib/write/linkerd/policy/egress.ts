import { Construct } from 'constructs';
import { TcpRoute, TlsRoute } from '../../../../imports/gateway.networking.k8s.io.js';
import { EgressNetwork, EgressNetworkSpecTrafficPolicy } from '../../../../imports/policy.linkerd.io.js';
import type { Diagnostic } from '../../../diagnostic.js';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, optional, options } from '../../../input/shape.js';
import { placeInStage } from '../../fleet/stage.js';
import { APPLICATION, type Application, namespacesOf } from '../../workload/intents/application.js';
import type { ExternalHost } from '../../workload/intents/egress.js';
import type { Service } from '../../workload/intents/service.js';
import { FALLBACKS, type Fallbacks } from '../traffic/fallbacks.js';
import { placeOf, unlessAccepted } from '../traffic/unexpressed.js';

export interface LinkerdEgressProps {
  /** The application whose namespaces get a way out. */
  readonly application: Application;
  /** What is accepted in place of what Linkerd cannot do. @default - nothing @see https://linkerd.io/2-edge/reference/egress-network/ */
  readonly fallbacks?: Fallbacks;
}

/** Name of the EgressNetwork of each namespace. */
const NETWORK = 'egress';
const PARENT = { group: 'policy.linkerd.io', kind: 'EgressNetwork', name: NETWORK } as const;
const PROPS = options<LinkerdEgressProps>({ application: APPLICATION, fallbacks: optional(FALLBACKS) });

/**
 * What leaves the cluster: an EgressNetwork in each namespace of an application that refuses everything, and a route for each
 * host that a service of the namespace may reach. It governs what the proxies send; the network policies are what holds a pod
 * that goes past its proxy. Both routes are in the experimental channel of the Gateway API, as `v1alpha2`.
 *
 * @see https://linkerd.io/2-edge/reference/egress-network/
 */
export class LinkerdEgress extends Construct {
  constructor(scope: Construct, id: string, props: LinkerdEgressProps) {
    super(scope, id);
    throwIfAny(checkProps(`LinkerdEgress '${this.node.path}'`, props, PROPS));
    const { application, fallbacks = {} } = props;
    throwIfAny(checkEgress(application, fallbacks));
    placeInStage(this, '40-policy');
    for (const namespace of namespacesOf(application)) {
      const scoped = new Construct(this, namespace);
      new EgressNetwork(scoped, 'network', {
        metadata: { name: NETWORK, namespace },
        spec: { trafficPolicy: EgressNetworkSpecTrafficPolicy.DENY },
      });
      const hosts = hostsOf(application.services.filter(({ workload }) => workload.namespace === namespace));
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

/** What the services of an application want to reach outside and Linkerd cannot hold them to. */
export function checkEgress(application: Application, fallbacks: Fallbacks): Diagnostic[] {
  const { services, egressGateway } = application;
  const leaving = services.filter(({ egress = [] }) => egress.length > 0);
  return [
    ...(egressGateway === undefined || leaving.length === 0
      ? []
      : unlessAccepted(fallbacks, {
          where: `Application '${application.name}': egressGateway`,
          got: `'${egressGateway.name}'`,
          offered: 'none: each proxy sends what leaves the cluster out by itself',
          fallback: { egressGateway: "'dropped'" },
        })),
    ...leaving.flatMap((service) => [
      ...anyHostProblems(service, fallbacks),
      ...contestedPorts(service, services),
      ...scopeProblems(service, services, fallbacks),
    ]),
  ];
}

function anyHostProblems(service: Service, fallbacks: Fallbacks): Diagnostic[] {
  return (service.egress ?? [])
    .filter(({ protocol }) => protocol === 'tcp')
    .flatMap(({ host, port }) =>
      unlessAccepted(fallbacks, {
        where: placeOf(service, 'egress'),
        got: `'${host}' on port ${port} as tcp`,
        offered: 'tls: bytes without a name in them may go to every host on the port, or to none',
        otherwise: 'Let the workload speak TLS',
        fallback: { tcpEgress: "'any-host-on-the-port'" },
      }),
    );
}

/** Ports that are both tls and tcp: where a port has TLSRoutes, its TCPRoute is passed over. */
function contestedPorts(service: Service, services: readonly Service[]): Diagnostic[] {
  const tls = new Set(
    hostsOf(services.filter(({ workload }) => workload.namespace === service.workload.namespace))
      .filter(({ protocol }) => protocol === 'tls')
      .map(({ port }) => port),
  );
  return (service.egress ?? [])
    .filter(({ protocol, port }) => protocol === 'tcp' && tls.has(port))
    .map(({ host, port }) => ({
      where: placeOf(service, 'egress'),
      got: `'${host}' on port ${port} as tcp, where others of the namespace speak tls`,
      expected: 'one protocol on a port that leaves the namespace',
      fix: 'Use another port: Linkerd passes over tcp on a port that has hosts of tls.',
    }));
}

function scopeProblems(service: Service, services: readonly Service[], fallbacks: Fallbacks): Diagnostic[] {
  const own = new Set((service.egress ?? []).map(keyOf));
  const others = services.filter(
    ({ workload, egress = [] }) =>
      workload.namespace === service.workload.namespace &&
      workload.name !== service.workload.name &&
      [...own].some((key) => !egress.map(keyOf).includes(key)),
  );
  if (others.length === 0) return [];
  return unlessAccepted(fallbacks, {
    where: placeOf(service, 'egress'),
    got: `not that of ${others
      .map(({ workload }) => workload.name)
      .sort()
      .join(', ')}, in the same namespace`,
    offered: 'the same hosts for all services of a namespace, to which Linkerd opens the way',
    otherwise: 'Give the service a namespace of its own',
    fallback: { egressScope: "'namespace'" },
  });
}

function hostsOf(services: readonly Service[]): readonly ExternalHost[] {
  return services.flatMap(({ egress }) => egress ?? []);
}

/** The hosts of one protocol by the name of their route, sorted. A TCPRoute is for a port, whatever the host. */
function byName(hosts: readonly ExternalHost[], protocol: ExternalHost['protocol']) {
  const named = hosts
    .filter((host) => host.protocol === protocol)
    .map((host) => [protocol === 'tls' ? `${host.host}-${host.port}` : `tcp-${host.port}`, host] as const);
  return [...new Map(named)].sort(([a], [b]) => (a < b ? -1 : 1));
}

function keyOf({ host, port, protocol }: ExternalHost): string {
  return `${protocol} ${host}:${port}`;
}
