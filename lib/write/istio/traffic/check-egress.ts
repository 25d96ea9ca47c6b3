import type { Diagnostic } from '../../../diagnostic.js';
import type { Application } from '../../workload/intents/application.js';
import type { ExternalHost } from '../../workload/intents/egress.js';
import { hostLabel } from './names.js';
import { type Place, placeOf } from './place.js';

interface Stated extends ExternalHost {
  readonly place: Place;
}

/** What keeps an application from its external hosts: no gateway that they could be reached through. */
export function checkEgressGateway(application: Application): Diagnostic[] {
  const { name, services, egressGateway } = application;
  if (egressGateway !== undefined) return [];
  return services
    .filter(({ egress }) => egress !== undefined && egress.length > 0)
    .map((service) => ({
      where: `Application '${name}': egressGateway`,
      got: `absent, while service '${placeOf(application, service).service}' states egress`,
      expected: 'the gateway through which external hosts are reached',
      fix: "State it, or drop the service's egress: the mesh lets nothing out of the cluster by another way.",
    }));
}

/** External hosts that the mesh could not tell from each other, or not name. */
export function checkEgressHosts(application: Application): Diagnostic[] {
  const stated = application.services.flatMap((service) =>
    (service.egress ?? []).map((external): Stated => ({ ...external, place: placeOf(application, service) })),
  );
  return [
    ...stated.flatMap((one, index) => stated.slice(0, index).flatMap((other) => contradiction(one, other))),
    ...stated.flatMap(({ host, place }): Diagnostic[] => {
      if (hostLabel(host).length <= 59) return [];
      return [
        {
          where: place.field('egress'),
          got: `'${host}', a name of ${host.length} characters`,
          expected: 'at most 59 characters, from which Istio makes the name of a subset',
          fix: 'Use a shorter name for the host.',
        },
      ];
    }),
  ];
}

function contradiction(one: Stated, other: Stated): Diagnostic[] {
  const as = ({ port, protocol }: ExternalHost) => `port ${port} by ${protocol}`;
  if (one.host === other.host) {
    // That one port is called by two protocols is told of every mesh.
    if (one.port === other.port) return [];
    return [
      {
        where: one.place.field('egress'),
        got: `'${one.host}' at ${as(one)}, and ${other.place.of('egress')} states it at ${as(other)}`,
        expected: 'one port for each host',
        fix: 'Use one of the two, or a second DNS name: the egress gateway knows hosts by their name alone.',
      },
    ];
  }
  const hidden = one.protocol === 'tcp' || other.protocol === 'tcp';
  if (!hidden || one.port !== other.port || one.place.service !== other.place.service) return [];
  return [
    {
      where: one.place.field('egress'),
      got: `'${one.host}' at ${as(one)}, beside '${other.host}' at ${as(other)}`,
      expected: 'a port of its own for a host that is called by tcp',
      fix: 'Call it by tls, or at another port: without a server name all that goes to the port looks alike to the proxy.',
    },
  ];
}
