import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import type { ResolvedService } from './resolved.js';

const OF_REQUESTS = ['timeout', 'retries', 'rateLimit', 'release', 'mirror', 'fault'] as const;

/** Faults in the traffic options of a service, whatever the mesh. */
export function checkTraffic(place: Place, service: ResolvedService): Diagnostic[] {
  return [...checkProtocols(place, service), ...checkEjection(place, service), ...checkBalance(place, service)];
}

function checkProtocols(place: Place, service: ResolvedService): Diagnostic[] {
  if (service.httpPorts.length > 0) return [];
  const { ports = [] } = service.workload;
  const shown = ports.map(({ name, appProtocol }) => `${name} speaks ${appProtocol}`).join(', ') || 'it has no port';
  return OF_REQUESTS.filter((intent) => service[intent] !== undefined).map((intent) => ({
    ...at(place, intent),
    got: `stated for ${service.workload.name}, none of whose ports speaks HTTP: ${shown}`,
    expected: 'a port that speaks HTTP',
    fix: `Drop ${intent}, or correct the appProtocol in workload.ports.`,
  }));
}

function checkEjection(place: Place, { circuitBreaker }: ResolvedService): Diagnostic[] {
  const first = circuitBreaker?.ejectionTime.toMilliseconds() ?? 0;
  const longest = circuitBreaker?.maxEjectionTime?.toMilliseconds();
  if (longest === undefined || longest >= first) return [];
  return [
    {
      ...at(place, 'circuitBreaker.maxEjectionTime'),
      got: `${longest} ms, but ejectionTime is ${first} ms`,
      expected: 'at least the first ejection',
      fix: 'Raise it, or remove it.',
    },
  ];
}

function checkBalance(place: Place, { loadBalancing, circuitBreaker }: ResolvedService): Diagnostic[] {
  if (loadBalancing === undefined) return [];
  const { algorithm, affinity, localityFailover, warmup } = loadBalancing;
  const problems: Diagnostic[] = [];
  const ignored = [algorithm && 'algorithm', warmup && 'warmup'].filter((option) => option !== undefined);
  if (affinity !== undefined && ignored.length > 0) {
    problems.push({
      ...at(place, 'loadBalancing.affinity'),
      got: `stated together with ${ignored.map((option) => `loadBalancing.${option}`).join(' and ')}`,
      expected: 'only one of them: affinity decides which endpoint gets a request',
      fix: `Drop ${ignored.join(' and ')}, or affinity.`,
    });
  }
  if (warmup !== undefined && algorithm === 'random') {
    problems.push({
      ...at(place, 'loadBalancing.warmup'),
      got: `stated together with loadBalancing.algorithm random, which ignores it`,
      expected: 'least-request or round-robin',
      fix: 'Choose one of these, or drop warmup.',
    });
  }
  if (localityFailover !== undefined && circuitBreaker === undefined) {
    problems.push({
      ...at(place, 'loadBalancing.localityFailover'),
      got: `stated without circuitBreaker`,
      expected: 'a circuit breaker: without one nothing notices that a region is down, and no request leaves it',
      fix: 'State circuitBreaker.',
    });
  }
  for (const [index, { from, to }] of (localityFailover ?? []).entries()) {
    if (from !== to) continue;
    problems.push({
      ...at(place, `loadBalancing.localityFailover[${index}]`),
      got: `from ${from} to ${to}`,
      expected: 'another region',
      fix: 'Name the region that takes over.',
    });
  }
  return problems;
}
