import { hostName } from '../../../formats/name-syntax.js';
import type { IngressGateway, ResolvedApplication, ResolvedService } from '../../workload/intents/resolved.js';
import { isNonEmpty } from '../../workload/non-empty.js';
import { findPort } from '../../workload/workload.js';
import { serviceHost } from '../policy/service-host.js';
import { exportTo } from './export-to.js';
import { gatewayName } from './names.js';
import { routesOf } from './routes.js';
import type { VirtualServiceSpec } from './virtual-service-spec.js';

/** A VirtualService and its name. */
export interface NamedVirtualService {
  readonly name: string;
  readonly spec: VirtualServiceSpec;
}

/** All VirtualServices of a service: one for callers in the mesh, and one for each host of each gateway. */
export function virtualServices(
  service: ResolvedService,
  application: ResolvedApplication,
): readonly NamedVirtualService[] {
  return [
    ...meshRoutes(service, application),
    ...application.ingressGateways.flatMap((ingress) => gatewayRoutes(service, application, ingress)),
  ];
}

/** Routes of each request port; other ports need none. */
function meshRoutes(service: ResolvedService, application: ResolvedApplication): readonly NamedVirtualService[] {
  const { workload, requestPorts } = service;
  const http = requestPorts.flatMap((port) =>
    routesOf(service, application.cluster, { port, paths: undefined, byPort: true }),
  );
  if (!isNonEmpty(http)) return [];
  const hosts = [serviceHost(workload, application.cluster)] as const;
  return [{ name: workload.name, spec: { hosts, gateways: ['mesh'], exportTo: exportTo(service, application), http } }];
}

function gatewayRoutes(
  service: ResolvedService,
  application: ResolvedApplication,
  { gateway, entries: all }: IngressGateway,
): readonly NamedVirtualService[] {
  const { workload } = service;
  const entries = all.filter((entry) => entry.service === service).map(({ ingress }) => ingress);
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
