import type { Diagnostic } from '../../../diagnostic.js';
import type { ResolvedService } from './resolved.js';

const OF_REQUESTS = ['timeout', 'retries', 'rateLimit', 'release', 'mirror', 'fault'] as const;

/** What is wrong with how requests to a service are carried. */
export function checkTraffic(where: string, service: ResolvedService): Diagnostic[] {
  return [...checkProtocols(where, service), ...checkEjection(where, service), ...checkBalance(where, service)];
}

function checkProtocols(where: string, service: ResolvedService): Diagnostic[] {
  if (service.httpPorts.length > 0) return [];
  const { ports = [] } = service.workload;
  const shown = ports.map(({ name, appProtocol }) => `${name} speaks ${appProtocol}`).join(', ') || 'it has no port';
  return OF_REQUESTS.filter((intent) => service[intent] !== undefined).map((intent) => ({
    where: `${where}.${intent}`,
    got: `stated for ${service.workload.name}, none of whose ports speaks HTTP: ${shown}`,
    expected: 'a port whose requests a mesh can tell apart',
    fix: `Drop ${intent}, or correct the appProtocol in ${where}.workload.ports.`,
  }));
}

function checkEjection(where: string, { circuitBreaker }: ResolvedService): Diagnostic[] {
  const first = circuitBreaker?.ejectionTime.toMilliseconds() ?? 0;
  const longest = circuitBreaker?.maxEjectionTime?.toMilliseconds();
  if (longest === undefined || longest >= first) return [];
  return [
    {
      where: `${where}.circuitBreaker.maxEjectionTime`,
      got: `${longest} ms, while ejectionTime is ${first} ms`,
      expected: 'at least the first ejection',
      fix: 'Raise it, or drop it.',
    },
  ];
}

function checkBalance(where: string, { loadBalancing, circuitBreaker }: ResolvedService): Diagnostic[] {
  if (loadBalancing === undefined) return [];
  const { algorithm, affinity, localityFailover, warmup } = loadBalancing;
  const problems: Diagnostic[] = [];
  const ignored = [algorithm && 'algorithm', warmup && 'warmup'].filter((option) => option !== undefined);
  if (affinity !== undefined && ignored.length > 0) {
    problems.push({
      where: `${where}.loadBalancing.affinity`,
      got: `stated beside ${ignored.map((option) => `${where}.loadBalancing.${option}`).join(' and ')}`,
      expected: 'one or the other: affinity decides which endpoint gets a request',
      fix: `Drop ${ignored.join(' and ')}, or affinity.`,
    });
  }
  if (warmup !== undefined && algorithm === 'random') {
    problems.push({
      where: `${where}.loadBalancing.warmup`,
      got: `stated beside ${where}.loadBalancing.algorithm random, which pays it no heed`,
      expected: 'least-request or round-robin',
      fix: 'Choose one of these, or drop warmup.',
    });
  }
  if (localityFailover !== undefined && circuitBreaker === undefined) {
    problems.push({
      where: `${where}.loadBalancing.localityFailover`,
      got: `stated while ${where}.circuitBreaker is absent`,
      expected: 'a circuit breaker: nothing else notices that a region is out, and no request ever leaves it',
      fix: 'State circuitBreaker.',
    });
  }
  for (const [index, { from, to }] of (localityFailover ?? []).entries()) {
    if (from !== to) continue;
    problems.push({
      where: `${where}.loadBalancing.localityFailover[${index}]`,
      got: `from ${from} to ${to}`,
      expected: 'another region',
      fix: 'Name the region that takes over.',
    });
  }
  return problems;
}
