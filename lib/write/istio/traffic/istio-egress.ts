import { Construct } from 'constructs';
import { hostName } from '../../../formats/name-syntax.js';
import { placeInStage } from '../../fleet/stage.js';
import type { Gateway } from '../../workload/gateway.js';
import type { ReachedHost, ResolvedApplication, ResolvedService } from '../../workload/intents/resolved.js';
import { isNonEmpty, type NonEmpty, sortedSet } from '../../workload/non-empty.js';
import { identityOf } from '../../workload/peer.js';
import { gatewayPorts } from '../gateway-ports.js';
import { relyOnSetting } from '../mesh-settings.js';
import { principalOf } from '../policy/principal.js';
import { IstioResource } from '../policy/resource.js';
import { serviceHost } from '../policy/service-host.js';
import type { AccessRule, Labels } from '../policy/specs.js';
import type { Subset } from './destination-rule-spec.js';
import type { MutualServer } from './edge-specs.js';
import { gatewayName, hostLabel } from './names.js';
import type { VirtualServiceSpec } from './virtual-service-spec.js';

/** Egress of an application through its gateway. @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/ */
export interface IstioEgressProps {
  /** The application, whose services name the external hosts that they call. */
  readonly application: ResolvedApplication;
  /** The gateway through which they are reached. */
  readonly gateway: Gateway;
}

const [, { port: servicePort, containerPort: podPort }] = gatewayPorts({ direction: 'egress' });

/**
 * Traffic to external hosts. A proxy wraps the connection of a service in mutual TLS of the mesh, with the external host as server name, and
 * sends it to the gateway. The gateway admits for each server name the identities of the services that stated it, and forwards the connection.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
 */
export class IstioEgress extends Construct {
  constructor(scope: Construct, id: string, { application, gateway }: IstioEgressProps) {
    super(scope, id);
    const { cluster, externalHosts: hosts } = application;
    if (!isNonEmpty(hosts)) return;
    for (const setting of ['automaticMtls', 'registryOnly'] as const)
      relyOnSetting(this, cluster, `IstioEgress '${cluster.name}/${gatewayName(application, gateway)}'`, setting);
    const { namespace } = gateway;
    const name = gatewayName(application, gateway);
    const labels: Labels = { ...identityOf(gateway).podLabels };

    const policy = placeInStage(new Construct(this, 'policy'), '40-policy');
    const [first, ...rest] = hosts;
    const rule = (host: ReachedHost) => accessRule(host, application);
    new IstioResource(
      policy,
      'access',
      'AuthorizationPolicy',
      { name, namespace },
      {
        selector: { matchLabels: labels },
        action: 'ALLOW',
        rules: [rule(first), ...rest.map(rule)],
      },
    );

    const traffic = placeInStage(new Construct(this, 'traffic'), '70-traffic');
    new IstioResource(
      traffic,
      'gateway',
      'Gateway',
      { name, namespace },
      {
        selector: labels,
        servers: [serverOf(first), ...rest.map(serverOf)],
      },
    );
    for (const host of hosts) this.#host(traffic, host, application, gateway);
    for (const caller of namespacesOf(hosts.flatMap(({ callers }) => callers)))
      this.#destination(traffic, caller, hosts, application, gateway);
  }

  #host(scope: Construct, host: ReachedHost, application: ResolvedApplication, gateway: Gateway): void {
    const placed = { name: `${application.name}-${hostName(host.host)}`, namespace: gateway.namespace };
    const others = namespacesOf(host.callers).filter((namespace) => namespace !== gateway.namespace);
    const exportTo = ['.', ...others] as const;
    const protocol = host.protocol === 'tls' ? 'TLS' : 'TCP';
    new IstioResource(scope, `host-${host.host}`, 'ServiceEntry', placed, {
      hosts: [host.host],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
      ports: [{ number: host.port, name: `${host.protocol}-${host.port}`, protocol }],
      exportTo,
    });
    new IstioResource(scope, `route-${host.host}`, 'VirtualService', placed, {
      hosts: [host.host],
      gateways: ['mesh', `${gateway.namespace}/${gatewayName(application, gateway)}`],
      exportTo,
      ...routes(host, application, gateway),
    });
  }

  /** In the namespace of the callers, so that rules of several applications for the gateway do not compete. */
  #destination(
    scope: Construct,
    namespace: string,
    hosts: readonly ReachedHost[],
    application: ResolvedApplication,
    gateway: Gateway,
  ): void {
    const subsets = hosts
      .filter(({ callers }) => namespacesOf(callers).includes(namespace))
      .map(({ host }): Subset => {
        return { name: hostLabel(host), trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: host } } };
      });
    if (!isNonEmpty(subsets)) return;
    const placed = { name: gatewayName(application, gateway), namespace };
    new IstioResource(scope, `way-${namespace}`, 'DestinationRule', placed, {
      host: serviceHost(gateway, application.cluster),
      exportTo: ['.'],
      trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
      subsets,
    });
  }
}

function accessRule({ host, callers }: ReachedHost, { cluster }: ResolvedApplication): AccessRule {
  const [first, ...rest] = callers;
  const names = [first, ...rest].map(({ workload }) => principalOf(workload, cluster));
  const principals: NonEmpty<string> = sortedSet(names) ?? [principalOf(first.workload, cluster)];
  return {
    from: [{ source: { principals } }],
    to: [{ operation: { ports: [String(podPort)] } }],
    when: [{ key: 'connection.sni', values: [host] }],
  };
}

function serverOf({ host }: ReachedHost): MutualServer {
  return {
    port: { number: servicePort, name: `tls-${hostLabel(host)}`, protocol: 'TLS' },
    hosts: [`./${host}`],
    tls: { mode: 'ISTIO_MUTUAL' },
  };
}

/** From the mesh to the gateway, and from there to the host, which a proxy recognizes by server name or, for tcp, by port. */
function routes(
  { host, port, protocol }: ReachedHost,
  application: ResolvedApplication,
  gateway: Gateway,
): Pick<VirtualServiceSpec, 'tls' | 'tcp'> {
  const toGateway = [
    {
      destination: {
        host: serviceHost(gateway, application.cluster),
        subset: hostLabel(host),
        port: { number: servicePort },
      },
    },
  ] as const;
  const outward = {
    match: [{ gateways: [`${gateway.namespace}/${gatewayName(application, gateway)}`], port: servicePort }],
    route: [{ destination: { host, port: { number: port } } }],
  } as const;
  if (protocol === 'tls')
    return {
      tls: [{ match: [{ gateways: ['mesh'], port, sniHosts: [host] }], route: toGateway }],
      tcp: [outward],
    };
  return { tcp: [{ match: [{ gateways: ['mesh'], port }], route: toGateway }, outward] };
}

/** Namespaces of services, sorted. */
function namespacesOf(services: readonly ResolvedService[]): readonly string[] {
  return [...new Set(services.map(({ workload }) => workload.namespace))].sort();
}
