import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import { samePeer } from '../peer.js';
import type { Application } from './application.js';
import { checkCallers, checkIdentity } from './check-callers.js';
import { checkEdges, checkSharedEdges } from './check-edges.js';
import { checkNesting } from './check-nesting.js';
import { checkRelease } from './check-release.js';
import { checkRetries } from './check-retries.js';
import { checkTraffic } from './check-traffic.js';
import { checkTriesPerRequest } from './check-tries-per-request.js';
import { checkWorkload } from './check-workload.js';
import type { Federation } from './federation.js';
import type { ResolvedApplication } from './resolved.js';
import { placeOf, placeOfApplication } from './service-place.js';

/** Contradictions in the intents of an application, whatever the mesh. */
export function checkIntents(application: ResolvedApplication): Diagnostic[] {
  const places = application.services.map((service) => [placeOf(service, application), service] as const);
  return [
    ...places.flatMap(([place, service]) => [
      ...checkWorkload(at(place, 'workload'), service.workload),
      ...checkCallers(place, service, application),
      ...checkTraffic(place, service),
      ...checkRetries(place, service),
      ...checkRelease(place, service, application),
      ...checkEdges(place, service, application),
    ]),
    ...checkNesting(application),
    ...checkTriesPerRequest(application),
    ...checkSharedEdges(places),
    ...checkApplicationItself(application),
  ];
}

function checkApplicationItself(application: Application): Diagnostic[] {
  const { services, egressGateway, federation, prometheus, tracing } = application;
  const place = placeOfApplication(application);
  const problems: Diagnostic[] = [];
  for (const [index, { workload }] of services.entries()) {
    const first = services.findIndex((service) => samePeer(service.workload, workload));
    if (first === index) continue;
    problems.push({
      ...at(place, `services[${index}].workload`),
      got: `${workload.namespace}/${workload.name}, which is also services[${first}]`,
      expected: 'each workload only once',
      fix: 'Rename one, or merge their intents.',
    });
  }
  if (egressGateway !== undefined && egressGateway.direction !== 'egress') {
    problems.push({
      ...at(place, 'egressGateway.direction'),
      got: `'${egressGateway.direction}'`,
      expected: "'egress'",
      fix: 'Name a gateway through which traffic leaves.',
    });
  }
  if (federation !== undefined) problems.push(...checkFederation(at(place, 'federation'), federation, application));
  if (prometheus !== undefined) problems.push(...checkIdentity(at(place, 'prometheus'), prometheus, application));
  if (tracing !== undefined)
    problems.push(...checkIdentity(at(place, 'tracing.collector'), tracing.collector, application));
  return problems;
}

function checkFederation(place: Place, { gateway, clusters }: Federation, { cluster }: Application): Diagnostic[] {
  return [
    ...(gateway.direction === 'east-west'
      ? []
      : [
          {
            ...at(place, 'gateway.direction'),
            got: `'${gateway.direction}'`,
            expected: "'east-west'",
            fix: 'Name a gateway that only other clusters use: it forwards traffic without inspecting it.',
          },
        ]),
    ...clusters.flatMap((other, index): Diagnostic[] =>
      other.name === cluster.name
        ? [
            {
              ...at(place, `clusters[${index}]`),
              got: `${other.name}, the cluster of the application itself`,
              expected: 'another cluster',
              fix: 'Drop it.',
            },
          ]
        : [],
    ),
  ];
}
