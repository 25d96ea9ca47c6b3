import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import type { Application } from '../../workload/intents/application.js';
import type { ExternalHost } from '../../workload/intents/egress.js';
import type { Service } from '../../workload/intents/service.js';
import { optionOf, placeOf, placeOfApplication } from '../../workload/intents/service-place.js';
import { peerKey } from '../../workload/peer.js';
import { hostLabel } from './names.js';

interface Stated extends ExternalHost {
  readonly service: Service;
  readonly place: Place;
}

/** Egress without a gateway through which the hosts could be reached. */
export function checkEgressGateway(application: Application): Diagnostic[] {
  const { services, egressGateway } = application;
  if (egressGateway !== undefined) return [];
  return services
    .filter(({ egress }) => egress !== undefined && egress.length > 0)
    .map((service) => ({
      ...placeOfApplication(application, 'egressGateway'),
      got: `absent, but service '${peerKey(service.workload)}' sets egress`,
      expected: 'the gateway through which external hosts are reached',
      fix: "Set it, or remove the service's egress: in this mesh there is no other way out of the cluster.",
    }));
}

/** External hosts that the mesh cannot distinguish, or cannot name. */
export function checkEgressHosts(application: Application): Diagnostic[] {
  const stated = application.services.flatMap((service) =>
    (service.egress ?? []).map((external): Stated => ({ ...external, service, place: placeOf(service, application) })),
  );
  return [
    ...stated.flatMap((one, index) => stated.slice(0, index).flatMap((other) => contradiction(one, other))),
    ...stated.flatMap(({ host, place }): Diagnostic[] => {
      if (hostLabel(host).length <= 59) return [];
      return [
        {
          ...at(place, 'egress'),
          got: `'${host}', a name of ${host.length} characters`,
          expected: 'at most 59 characters: the name of a subset is derived from it',
          fix: 'Use a shorter name for the host.',
        },
      ];
    }),
  ];
}

function contradiction(one: Stated, other: Stated): Diagnostic[] {
  const as = ({ port, protocol }: ExternalHost) => `port ${port} by ${protocol}`;
  if (one.host === other.host) {
    // Two protocols for one port are a problem in every mesh, see `checkIntents`.
    if (one.port === other.port) return [];
    return [
      {
        ...at(one.place, 'egress'),
        got: `'${one.host}' at ${as(one)}, and ${optionOf(other.service, 'egress')} sets it to ${as(other)}`,
        expected: 'one port for each host',
        fix: 'Use one of the two, or a second DNS name: the egress gateway tells hosts apart only by name.',
      },
    ];
  }
  const hidden = one.protocol === 'tcp' || other.protocol === 'tcp';
  if (!hidden || one.port !== other.port || one.service !== other.service) return [];
  return [
    {
      ...at(one.place, 'egress'),
      got: `'${one.host}' at ${as(one)}, beside '${other.host}' at ${as(other)}`,
      expected: 'a separate port for each host that is called by tcp',
      fix: 'Use tls, or another port: without a server name the proxy cannot tell connections to the port apart.',
    },
  ];
}
