import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import type { Application } from '../../workload/intents/application.js';
import { checkRepeats } from '../../workload/intents/check-repeats.js';
import type { LoadBalancing } from '../../workload/intents/load-balancing.js';
import type { RequestMatch } from '../../workload/intents/request-match.js';
import type { RetryCondition } from '../../workload/intents/resilience.js';
import type { ResolvedService } from '../../workload/intents/resolved.js';
import type { Service } from '../../workload/intents/service.js';
import { placeOf } from '../../workload/intents/service-place.js';
import { cookiePattern } from './requests.js';

/** Intents of a service that Istio cannot express, or would ignore. */
export function checkService(service: ResolvedService, application: Application): Diagnostic[] {
  const place = placeOf(service, application);
  return [
    ...checkRateLimit(service, place),
    ...checkRetries(service, place),
    ...checkResilience(service, place),
    ...(service.loadBalancing ? checkBalancing(service, service.loadBalancing, place) : []),
    ...checkMatches(service, place),
    ...checkEndUser(service, place),
  ];
}

function checkRateLimit({ rateLimit }: Service, place: Place): Diagnostic[] {
  if (rateLimit?.burst === undefined || rateLimit.burst >= rateLimit.requestsPerSecond) return [];
  return [
    {
      ...at(place, 'rateLimit.burst'),
      got: `${rateLimit.burst}, below requestsPerSecond of ${rateLimit.requestsPerSecond}`,
      expected: `at least ${rateLimit.requestsPerSecond}, or nothing`,
      fix: 'Raise it: the bucket is refilled once a second, and tokens that do not fit are lost.',
    },
  ];
}

/** Failures of requests that may have taken effect, including tries that took too long. */
const AFTER_THE_FACT: readonly RetryCondition[] = ['gateway-error', 'reset', 'server-error'];

/** Envoy ends every try, also the last. */
function checkRetries(service: ResolvedService, place: Place): Diagnostic[] {
  const { retries, timeout, budget } = service;
  if (retries === undefined || budget.lastTry === undefined) return [];
  const repeated = retries.on.filter((condition) => AFTER_THE_FACT.includes(condition));
  const problems =
    repeated.length === 0
      ? []
      : checkRepeats(at(place, 'retries.on'), service, {
          after: repeated,
          harmless: 'only connect-failure and refused-stream, after which no request has taken effect',
        });
  const [whole, ended] = [timeout?.toMilliseconds() ?? 0, budget.lastTry.ends];
  if (ended >= whole || retries.accepts?.unreachableTimeout !== undefined) return problems;
  const tries = retries.attempts + 1;
  return [
    ...problems,
    {
      ...at(place, 'retries.perTryTimeout'),
      got: `${retries.perTryTimeout.toMilliseconds()} ms, so that ${tries} tries end after ${ended} ms, but timeout is ${whole} ms`,
      expected:
        'tries that can use up the timeout: a request that takes longer than one try is sent again each time, and never answered',
      fix: `Lower timeout to ${ended} ms, raise perTryTimeout to ${Math.ceil(whole / tries)} ms, or explain why this is intended: retries.accepts { unreachableTimeout: 'why' }.`,
    },
  ];
}

function checkResilience(service: ResolvedService, place: Place): Diagnostic[] {
  const { circuitBreaker, connectionPool, httpPorts } = service;
  const problems: Diagnostic[] = [];
  if (circuitBreaker?.maxEjectionTime !== undefined) {
    problems.push({
      ...at(place, 'circuitBreaker.maxEjectionTime'),
      got: `${circuitBreaker.maxEjectionTime.toMilliseconds()} ms, for which Istio has no field`,
      expected: 'nothing',
      fix: 'Remove it: Istio ejects an endpoint for at most 5 minutes, or for ejectionTime if that is longer.',
    });
  }
  if (httpPorts.length > 0) return problems;
  for (const field of ['maxPendingRequests', 'maxRequests', 'maxRequestsPerConnection'] as const) {
    if (connectionPool?.[field] === undefined) continue;
    problems.push({
      ...at(place, `connectionPool.${field}`),
      got: `${connectionPool[field]}, but no port speaks HTTP`,
      expected: 'nothing, or maxConnections',
      fix: 'Limit connections instead: on other ports Istio sees no requests.',
    });
  }
  return problems;
}

function checkBalancing(
  { httpPorts }: ResolvedService,
  { affinity, localityFailover }: LoadBalancing,
  place: Place,
): Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (affinity !== undefined && affinity.kind !== 'source-ip' && httpPorts.length === 0) {
    problems.push({
      ...at(place, 'loadBalancing.affinity'),
      got: `by ${affinity.kind}, but no port speaks HTTP`,
      expected: 'source-ip, or nothing',
      fix: 'Change it: on other ports Istio does not look into connections.',
    });
  }
  const regions = (localityFailover ?? []).map(({ from }) => from);
  for (const [index, from] of regions.entries()) {
    const first = regions.indexOf(from);
    if (first === index) continue;
    problems.push({
      ...at(place, `loadBalancing.localityFailover[${index}]`),
      got: `from '${from}', like localityFailover[${first}]`,
      expected: 'one region to fail over to for each region',
      fix: 'Remove one of the two: Istio uses only the first.',
    });
  }
  return problems;
}

/** Header names that Istio's matches interpret differently, or ignore. */
const NO_HEADERS = new Set(['uri', 'scheme', 'method', 'authority']);

function checkMatches({ release, fault }: Service, place: Place): Diagnostic[] {
  const matches: readonly (readonly [string, RequestMatch])[] = [
    ...(release?.pins ?? []).map(({ when }, index) => [`release.pins[${index}].when`, when] as const),
    ...(fault?.when ? [['fault.when', fault.when] as const] : []),
  ];
  return matches.flatMap(([field, match]): Diagnostic[] => {
    if (match.kind === 'header' && NO_HEADERS.has(match.name)) {
      return [
        {
          ...at(place, field),
          got: `the header '${match.name}', which Istio ignores`,
          expected: `a header other than ${[...NO_HEADERS].join(', ')}`,
          fix: 'Use another header: otherwise every request matches.',
        },
      ];
    }
    if (match.kind === 'header' && match.name === 'cookie') {
      return [
        {
          ...at(place, field),
          got: "the header 'cookie', compared as a whole",
          expected: 'a match of kind cookie',
          fix: "Write { kind: 'cookie', name, value }: clients send all their cookies in one header.",
        },
      ];
    }
    // A pattern may have to match two cookies of one header, in either order.
    if (match.kind === 'cookie' && cookiePattern(new Map([[match.name, match.value]])).length > 250) {
      return [
        {
          ...at(place, field),
          got: `a cookie of ${match.name.length + match.value.length} characters`,
          expected: 'one whose pattern has at most 250 characters',
          fix: 'Use a shorter value: Istio takes patterns of up to 1024 characters.',
        },
      ];
    }
    return [];
  });
}

function checkEndUser({ endUser }: Service, place: Place): Diagnostic[] {
  if (endUser === undefined || !endUser.issuer.startsWith('*')) return [];
  return [
    {
      ...at(place, 'endUser.issuer'),
      got: `'${endUser.issuer}'`,
      expected: 'an issuer that does not begin with an asterisk',
      fix: 'State the full issuer: a policy would match the asterisk with any prefix.',
    },
  ];
}
