import type { Problem } from '../../problem.js';
import type { Application } from '../../workload/intents/application.js';
import type { LoadBalancing } from '../../workload/intents/load-balancing.js';
import type { RequestMatch } from '../../workload/intents/request-match.js';
import type { Service } from '../../workload/intents/service.js';
import { speaksHttp } from '../../workload/port.js';
import { type Place, placeOf } from './place.js';
import { cookiePattern } from './requests.js';

/** What of a service Istio cannot express, or would take and not heed. */
export function checkService(service: Service, application: Application): Problem[] {
  const place = placeOf(application, service);
  return [
    ...checkFigures(service, place),
    ...checkResilience(service, place),
    ...(service.loadBalancing ? checkBalancing(service, service.loadBalancing, place) : []),
    ...checkMatches(service, place),
    ...checkEndUser(service, place),
  ];
}

function checkFigures({ rateLimit, mirror, fault }: Service, place: Place): Problem[] {
  const problems: Problem[] = [];
  if (rateLimit?.burst !== undefined && rateLimit.burst < rateLimit.requestsPerSecond) {
    problems.push({
      where: place.field('rateLimit.burst'),
      got: `${rateLimit.burst}, below requestsPerSecond of ${rateLimit.requestsPerSecond}`,
      expected: `at least ${rateLimit.requestsPerSecond}, or nothing`,
      fix: 'Raise it: the bucket is filled once a second, and what does not fit is lost.',
    });
  }
  const shares = [
    ['mirror.percent', mirror?.percent],
    ['fault.percent', fault?.percent],
  ] as const;
  for (const [field, percent] of shares) {
    if (percent === undefined || (percent >= 0.0001 && percent <= 100)) continue;
    problems.push({
      where: place.field(field),
      got: String(percent),
      expected: '0.0001 to 100 percent',
      fix: `Correct it, or drop ${field.replace('.percent', '')}: Istio counts in millionths.`,
    });
  }
  return problems;
}

function checkResilience(service: Service, place: Place): Problem[] {
  const { retries, timeout, circuitBreaker, connectionPool, workload } = service;
  const problems: Problem[] = [];
  if (retries !== undefined && timeout !== undefined) {
    const [each, whole] = [retries.perTryTimeout.toMilliseconds(), timeout.toMilliseconds()];
    if (retries.attempts * each > whole) {
      problems.push({
        where: place.field('retries'),
        got: `${retries.attempts} attempts of ${each} ms, while timeout is ${whole} ms`,
        expected: 'attempts and perTryTimeout that timeout leaves room for',
        fix: 'Raise timeout, or lower one of the two: the last attempts are otherwise never made.',
      });
    }
  }
  if (circuitBreaker?.maxEjectionTime !== undefined) {
    problems.push({
      where: place.field('circuitBreaker.maxEjectionTime'),
      got: `${circuitBreaker.maxEjectionTime.toMilliseconds()} ms, for which Istio has no field`,
      expected: 'nothing',
      fix: 'Drop it: an endpoint is out for at most 5 minutes, or for ejectionTime where that is longer.',
    });
  }
  if ((workload.ports ?? []).some(speaksHttp)) return problems;
  for (const field of ['maxPendingRequests', 'maxRequests', 'maxRequestsPerConnection'] as const) {
    if (connectionPool?.[field] === undefined) continue;
    problems.push({
      where: place.field(`connectionPool.${field}`),
      got: `${connectionPool[field]}, while no port speaks HTTP`,
      expected: 'nothing, or maxConnections',
      fix: 'Limit connections instead: requests are not told apart there.',
    });
  }
  return problems;
}

function checkBalancing(service: Service, balancing: LoadBalancing, place: Place): Problem[] {
  const { affinity, algorithm, warmup, localityFailover } = balancing;
  const problems: Problem[] = [];
  const steady =
    affinity !== undefined ? `affinity of kind ${affinity.kind}` : algorithm === 'random' ? 'random' : undefined;
  if (warmup !== undefined && steady !== undefined) {
    problems.push({
      where: place.field('loadBalancing.warmup'),
      got: `${warmup.toMilliseconds()} ms, beside ${steady}`,
      expected: 'least-request or round-robin without affinity',
      fix: 'Drop one of the two: Envoy warms endpoints up only where it chooses them by turns or by their load.',
    });
  }
  if (affinity !== undefined && affinity.kind !== 'source-ip' && !(service.workload.ports ?? []).some(speaksHttp)) {
    problems.push({
      where: place.field('loadBalancing.affinity'),
      got: `by ${affinity.kind}, while no port speaks HTTP`,
      expected: 'source-ip, or nothing',
      fix: 'Change it: what a connection carries is not looked into there.',
    });
  }
  if (localityFailover === undefined) return problems;
  if (service.circuitBreaker === undefined) {
    problems.push({
      where: place.field('loadBalancing.localityFailover'),
      got: 'stated, while circuitBreaker is absent',
      expected: 'a circuitBreaker beside it',
      fix: 'State one: without it no endpoint is ever found to fail, and no region takes over.',
    });
  }
  localityFailover.forEach(({ from, to }, index) => {
    const before = localityFailover.slice(0, index).some((other) => other.from === from);
    if (from !== to && !before) return;
    problems.push({
      where: place.field(`loadBalancing.localityFailover[${index}]`),
      got: before ? `a second one from '${from}'` : `from '${from}' to itself`,
      expected: 'one other region for each region',
      fix: before ? 'Drop one of the two: Istio heeds the first alone.' : 'Name the region that takes over.',
    });
  });
  return problems;
}

/** Names under which Istio's header matches mean something else, or are passed over. */
const NO_HEADERS = new Set(['uri', 'scheme', 'method', 'authority']);

function checkMatches({ release, fault }: Service, place: Place): Problem[] {
  const matches: readonly (readonly [string, RequestMatch])[] = [
    ...(release?.pins ?? []).map(({ when }, index) => [`release.pins[${index}].when`, when] as const),
    ...(fault?.when ? [['fault.when', fault.when] as const] : []),
  ];
  return matches.flatMap(([field, match]): Problem[] => {
    if (match.kind === 'header' && NO_HEADERS.has(match.name)) {
      return [
        {
          where: place.field(field),
          got: `the header '${match.name}', which Istio passes over`,
          expected: `a header other than ${[...NO_HEADERS].join(', ')}`,
          fix: 'Use another header: as it stands every request would match.',
        },
      ];
    }
    if (match.kind === 'header' && match.name === 'cookie') {
      return [
        {
          where: place.field(field),
          got: "the header 'cookie', compared as a whole",
          expected: 'a match of kind cookie',
          fix: "Write { kind: 'cookie', name, value }: clients send all their cookies in one header.",
        },
      ];
    }
    // Two of them may have to be looked for in one header, in either order.
    if (match.kind === 'cookie' && cookiePattern(new Map([[match.name, match.value]])).length > 250) {
      return [
        {
          where: place.field(field),
          got: `a cookie of ${match.name.length + match.value.length} characters`,
          expected: 'one whose pattern has at most 250 characters',
          fix: 'Use a shorter value: Istio takes patterns of up to 1024 characters.',
        },
      ];
    }
    return [];
  });
}

function checkEndUser({ endUser }: Service, place: Place): Problem[] {
  if (endUser === undefined || !endUser.issuer.startsWith('*')) return [];
  return [
    {
      where: place.field('endUser.issuer'),
      got: `'${endUser.issuer}'`,
      expected: 'an issuer that does not begin with an asterisk',
      fix: 'State the issuer in full: a policy takes the asterisk for any beginning.',
    },
  ];
}
