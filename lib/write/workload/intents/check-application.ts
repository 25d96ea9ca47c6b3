import type { Diagnostic } from '../../../diagnostic.js';
import { checkProps } from '../../../input/shape.js';
import { samePeer } from '../peer.js';
import { APPLICATION, type Application, applicationLabel } from './application.js';
import { checkCallers, checkIdentity } from './check-callers.js';
import { checkEdges, checkSharedEdges } from './check-edges.js';
import { checkNesting } from './check-nesting.js';
import { checkRelease } from './check-release.js';
import { checkRetries } from './check-retries.js';
import { checkTraffic } from './check-traffic.js';
import { checkTriesPerRequest } from './check-tries-per-request.js';
import { checkWorkload } from './check-workload.js';
import type { Federation } from './federation.js';

/** All that no mesh could make sense of in an application: malformed values first, then what contradicts itself or another. */
export function checkApplication(application: Application): Diagnostic[] {
  const malformed = checkProps(applicationLabel(application), application, APPLICATION);
  if (malformed.length > 0) return malformed;
  const places = application.services.map(
    (service) => [`Application '${application.name}': service ${service.workload.name}`, service] as const,
  );
  return [
    ...places.flatMap(([where, service]) => [
      ...checkWorkload(`${where}.workload`, service.workload),
      ...checkCallers(where, service, application),
      ...checkTraffic(where, service),
      ...checkRetries(where, service),
      ...checkRelease(where, service, application),
      ...checkEdges(where, service, application),
    ]),
    ...checkNesting(application),
    ...checkTriesPerRequest(application),
    ...checkSharedEdges(places),
    ...checkApplicationItself(application),
  ];
}

function checkApplicationItself(application: Application): Diagnostic[] {
  const { name, services, egressGateway, federation, prometheus, tracing } = application;
  const where = `Application '${name}'`;
  const problems: Diagnostic[] = [];
  for (const [index, { workload }] of services.entries()) {
    const first = services.findIndex((service) => samePeer(service.workload, workload));
    if (first === index) continue;
    problems.push({
      where: `${where}: services[${index}].workload`,
      got: `${workload.namespace}/${workload.name}, which services[${first}] is too`,
      expected: 'each workload once',
      fix: 'Rename one, or put their intents together.',
    });
  }
  if (egressGateway !== undefined && egressGateway.direction !== 'egress') {
    problems.push({
      where: `${where}: egressGateway.direction`,
      got: `'${egressGateway.direction}'`,
      expected: "'egress'",
      fix: 'Name a gateway through which traffic leaves.',
    });
  }
  if (federation !== undefined) problems.push(...checkFederation(`${where}: federation`, federation, application));
  if (prometheus !== undefined) problems.push(...checkIdentity(`${where}: prometheus`, prometheus, application));
  if (tracing !== undefined)
    problems.push(...checkIdentity(`${where}: tracing.collector`, tracing.collector, application));
  return problems;
}

function checkFederation(where: string, { gateway, clusters }: Federation, { cluster }: Application): Diagnostic[] {
  return [
    ...(gateway.direction === 'east-west'
      ? []
      : [
          {
            where: `${where}.gateway.direction`,
            got: `'${gateway.direction}'`,
            expected: "'east-west'",
            fix: 'Name a gateway for other clusters alone: what it passes on, it does not look into.',
          },
        ]),
    ...clusters.flatMap((other, index): Diagnostic[] =>
      other.name === cluster.name
        ? [
            {
              where: `${where}.clusters[${index}]`,
              got: `${other.name}, the cluster of the application itself`,
              expected: 'another cluster',
              fix: 'Drop it.',
            },
          ]
        : [],
    ),
  ];
}
