import { hostName } from '../../../formats/name-syntax.js';
import type { Gateway } from '../../workload/gateway.js';
import type { Application } from '../../workload/intents/application.js';
import { calledPorts } from '../../workload/intents/called-ports.js';
import type { Service } from '../../workload/intents/service.js';
import { samePeer } from '../../workload/peer.js';
import { findPort } from '../../workload/workload.js';
import { hostOf } from '../policy/neighbours.js';
import { isNonEmpty } from '../policy/non-empty.js';
import { readers } from './destination-rule.js';
import { gatewayName } from './names.js';
import { routesOf } from './routes.js';
import type { VirtualServiceSpec } from './virtual-service-spec.js';

/** A VirtualService and its name. */
export interface NamedVirtualService {
  readonly name: string;
  readonly spec: VirtualServiceSpec;
}

/** All VirtualServices of a service: one for callers in the mesh, and one for each set of hosts that a gateway answers alike. */
export function virtualServices(service: Service, application: Application): readonly NamedVirtualService[] {
  const gateways = new Map(
    (service.ingress ?? []).map(({ gateway }) => [`${gateway.namespace}/${gateway.name}`, gateway]),
  );
  return [
    ...meshRoutes(service, application),
    ...[...gateways.values()].flatMap((gateway) => gatewayRoutes(service, application, gateway)),
  ];
}

/** Each port that callers dial with HTTP has its routes; others need none, and go on as the Service says. */
function meshRoutes(service: Service, application: Application): readonly NamedVirtualService[] {
  const { workload } = service;
  const http = calledPorts(service).flatMap((port) =>
    routesOf(service, application.cluster, { port, paths: undefined, byPort: true }),
  );
  if (!isNonEmpty(http)) return [];
  const hosts = [hostOf(workload, application.cluster)] as const;
  return [{ name: workload.name, spec: { hosts, gateways: ['mesh'], exportTo: readers(service, application), http } }];
}

function gatewayRoutes(service: Service, application: Application, gateway: Gateway): readonly NamedVirtualService[] {
  const { workload } = service;
  const entries = (service.ingress ?? []).filter((ingress) => samePeer(ingress.gateway, gateway));
  return [...new Set(entries.flatMap(({ hosts }) => hosts))].flatMap((host): NamedVirtualService[] => {
    const http = entries.flatMap(({ hosts, port: name, paths }) => {
      const port = findPort(workload, name);
      if (port === undefined || !hosts.includes(host)) return [];
      return routesOf(service, application.cluster, { port, paths, byPort: false });
    });
    if (!isNonEmpty(http)) return [];
    return [
      {
        name: `${workload.name}-${hostName(host)}`,
        spec: {
          hosts: [host],
          gateways: [`${gateway.namespace}/${gatewayName(application, gateway)}`],
          exportTo: [gateway.namespace === workload.namespace ? '.' : gateway.namespace],
          http,
        },
      },
    ];
  });
}
