import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import { checkRepeats } from '../../workload/intents/check-repeats.js';
import { parsePath } from '../../workload/intents/request-match.js';
import type { ResolvedService } from '../../workload/intents/resolved.js';
import type { RoutedService } from '../linkerd-application.js';
import { versionServiceName } from './branches.js';
import type { Fallbacks } from './fallbacks.js';
import { grpcMethod } from './service-routes.js';
import { unlessAccepted } from './unexpressed.js';

/** Most rules of one route, and longest name of a Service. */
const [RULES, NAME] = [16, 63];

/** Traffic options of a service that Linkerd cannot express. */
export function checkTraffic(place: Place, service: RoutedService, fallbacks: Fallbacks): Diagnostic[] {
  return [
    ...retryProblems(place, service, fallbacks),
    ...breakerProblems(place, service, fallbacks),
    ...balancingProblems(place, service, fallbacks),
    ...faultProblems(place, service, fallbacks),
    ...routeProblems(place, service),
  ];
}

function retryProblems(place: Place, service: ResolvedService, fallbacks: Fallbacks): Diagnostic[] {
  const { retries } = service;
  if (retries === undefined) return [];
  const answered = retries.on.includes('gateway-error') || retries.on.includes('server-error');
  const statuses = retries.on.filter((condition) => condition === 'gateway-error' || condition === 'server-error');
  const repeats = checkRepeats(at(place, 'retries'), service, {
    after: [...statuses, 'every try that lasts longer than perTryTimeout'],
    harmless: 'no retries',
  });
  const unexpressed = retries.on.flatMap((condition) => {
    if (condition !== 'reset' && (condition !== 'connect-failure' || answered)) return [];
    return unlessAccepted(fallbacks, {
      ...at(place, 'retries.on'),
      got: condition,
      offered:
        'gateway-error, server-error or refused-stream: a proxy retries after a status, a refused stream or a timeout, and does not see broken connections',
      ...(condition === 'connect-failure' && {
        otherwise: 'Add gateway-error: a failed connection is reported as one',
      }),
      fallback: { retries: "'statuses-and-refused-streams'" },
    });
  });
  return [...unexpressed, ...repeats];
}

function breakerProblems(place: Place, service: ResolvedService, fallbacks: Fallbacks): Diagnostic[] {
  const { circuitBreaker: breaker } = service;
  if (breaker === undefined) return [];
  const fallback = { circuitBreaker: "'each-endpoint-alone'" };
  const problems: Diagnostic[] = [];
  if (service.httpPorts.length === 0) {
    problems.push({
      ...at(place, 'circuitBreaker'),
      got: 'set for a workload without an HTTP port',
      expected: 'a port of http, http2 or grpc',
      fix: 'Remove it: on other ports Linkerd forwards bytes and sees no requests.',
    });
  }
  if (breaker.failure === 'gateway-error') {
    problems.push(
      ...unlessAccepted(fallbacks, {
        ...at(place, 'circuitBreaker.failure'),
        got: 'gateway-error',
        offered: 'server-error: a proxy counts every 5xx as a failure',
        otherwise: 'Write server-error',
        fallback,
      }),
    );
  }
  if (breaker.interval !== undefined) {
    problems.push(
      ...unlessAccepted(fallbacks, {
        ...at(place, 'circuitBreaker.interval'),
        got: 'stated',
        offered: 'nothing: an endpoint is ejected at its last failure, without an interval',
        fallback,
      }),
    );
  }
  const share = breaker.maxEjectionPercent ?? 50;
  if (share !== 100) {
    problems.push(
      ...unlessAccepted(fallbacks, {
        ...at(place, 'circuitBreaker.maxEjectionPercent'),
        got: `${share}${breaker.maxEjectionPercent === undefined ? ', the default' : ''}`,
        offered: '100: each endpoint is judged on its own, so all may be ejected together',
        otherwise: 'Write 100',
        fallback,
      }),
    );
  }
  return problems;
}

function balancingProblems(place: Place, service: ResolvedService, fallbacks: Fallbacks): Diagnostic[] {
  const { connectionPool, loadBalancing: { algorithm, warmup, affinity, localityFailover } = {} } = service;
  const ewma = 'nothing: the proxy chooses only by latency and load';
  return [
    ...(algorithm === undefined || algorithm === 'least-request'
      ? []
      : unlessAccepted(fallbacks, {
          ...at(place, 'loadBalancing.algorithm'),
          got: algorithm,
          offered: 'least-request, which is nearest to its choice by latency and load',
          otherwise: 'Write least-request',
          fallback: { algorithm: "'peak-ewma'" },
        })),
    ...(warmup === undefined
      ? []
      : unlessAccepted(fallbacks, {
          ...at(place, 'loadBalancing.warmup'),
          got: 'stated',
          offered: ewma,
          fallback: { warmup: "'dropped'" },
        })),
    ...(affinity === undefined
      ? []
      : unlessAccepted(fallbacks, {
          ...at(place, 'loadBalancing.affinity'),
          got: affinity.kind,
          offered: 'none: the proxy keeps no sessions, but a pin can bind a header or a cookie to a version',
          otherwise: 'Store sessions where every pod can read them',
          fallback: { affinity: "'dropped'" },
        })),
    ...(localityFailover === undefined
      ? []
      : unlessAccepted(fallbacks, {
          ...at(place, 'loadBalancing.localityFailover'),
          got: 'stated',
          offered: 'none: endpoints of all regions answer, unless the Service itself prefers near ones',
          fallback: { localityFailover: "'dropped'" },
        })),
    ...(connectionPool === undefined
      ? []
      : unlessAccepted(fallbacks, {
          ...at(place, 'connectionPool'),
          got: Object.keys(connectionPool).sort().join(', '),
          offered:
            'none: Linkerd does not limit the connections to a Service, but a rate limit limits the requests to a pod',
          otherwise: 'Set a rateLimit',
          fallback: { connectionPool: "'dropped'" },
        })),
    ...(service.mirror === undefined
      ? []
      : unlessAccepted(fallbacks, {
          ...at(place, 'mirror'),
          got: 'stated',
          offered: 'none: Linkerd accepts a route that mirrors requests, and then ignores the whole route',
          otherwise: 'Give the version a small weight',
          fallback: { mirror: "'dropped'" },
        })),
  ];
}

function faultProblems(place: Place, service: ResolvedService, fallbacks: Fallbacks): Diagnostic[] {
  const { fault } = service;
  if (fault === undefined || fallbacks.fault === 'dropped') return [];
  if (fault.effect.kind === 'abort') {
    return unlessAccepted(fallbacks, {
      ...at(place, 'fault'),
      got: `an injected answer of ${fault.effect.status}`,
      offered: 'a Service that answers with errors, to which Linkerd sends a share of the requests',
      otherwise: 'Run such a Service',
      fallback: { fault: "{ service, port }, or 'dropped'" },
    });
  }
  return [
    {
      ...at(place, 'fault.effect'),
      got: 'a delay',
      expected: 'an abort: Linkerd cannot delay requests, and a slow Service would answer instead of this one',
      fix: "Use an abort, or accept that nothing fails: fallbacks { fault: 'dropped' }.",
    },
  ];
}

function routeProblems(place: Place, service: RoutedService): Diagnostic[] {
  const { release, fault, workload, httpPorts } = service;
  const grpc = httpPorts.some(({ appProtocol }) => appProtocol === 'grpc');
  const stated = [...(release?.pins ?? []).map(({ when }) => when), ...(fault?.when === undefined ? [] : [fault.when])];
  const paths = stated.flatMap((when) => (when.kind === 'path' && when.path !== '/*' ? [when.path] : []));
  const unfit = grpc ? paths.filter((path) => grpcMethod(parsePath(path)) === undefined) : [];
  const rules = service.rules.length;
  const long =
    release === undefined ? [] : (workload.versions ?? []).map(({ name }) => versionServiceName(service, name));
  return [
    ...unfit.map((path) => ({
      ...at(place, 'release.pins'),
      got: `path '${path}', on a port of gRPC`,
      expected: "a method, '/package.Service/Method', or all of a service, '/package.Service/*'",
      fix: 'Name the method or the service: a GRPCRoute matches no other paths.',
    })),
    ...(rules <= RULES
      ? []
      : [
          {
            ...at(place, 'release.pins'),
            got: `${rules} rules, because each pin is repeated where it overlaps later ones`,
            expected: `at most ${RULES} rules of 8 matches`,
            fix: 'Use fewer pins, or pins of one kind: a route cannot hold more.',
          },
        ]),
    ...long
      .filter((name) => name.length > NAME)
      .map((name) => ({
        ...at(place, 'workload.versions'),
        got: `'${name}', ${name.length} characters, as the name of the version's Service`,
        expected: `at most ${NAME} characters`,
        fix: 'Shorten the name of the workload or of the version.',
      })),
  ];
}
