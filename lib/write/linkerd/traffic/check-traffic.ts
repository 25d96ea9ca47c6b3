import type { Diagnostic } from '../../../diagnostic.js';
import { checkRepeats } from '../../workload/intents/check-repeats.js';
import { parsePath } from '../../workload/intents/request-match.js';
import type { ResolvedService } from '../../workload/intents/resolved.js';
import { branchesOf, versionServiceName } from './branches.js';
import { errorBackendOf, type Fallbacks } from './fallbacks.js';
import { grpcMethod, rulesOf } from './service-routes.js';
import { placeOf, unlessAccepted } from './unexpressed.js';

/** Options that mean something to requests alone. */
const ABOUT_REQUESTS = ['timeout', 'retries', 'circuitBreaker', 'rateLimit', 'release', 'fault'] as const;
/** Most rules that one route takes, and longest name of a Service. */
const [RULES, NAME] = [16, 63];

/** What a service wants of its traffic and Linkerd cannot give. */
export function checkTraffic(service: ResolvedService, fallbacks: Fallbacks): Diagnostic[] {
  return [
    ...withoutRequests(service),
    ...retryProblems(service, fallbacks),
    ...breakerProblems(service, fallbacks),
    ...balancingProblems(service, fallbacks),
    ...faultProblems(service, fallbacks),
    ...routeProblems(service, fallbacks),
  ];
}

function withoutRequests(service: ResolvedService): Diagnostic[] {
  if (service.httpPorts.length > 0) return [];
  return ABOUT_REQUESTS.filter((option) => service[option] !== undefined).map((option) => ({
    where: placeOf(service, option),
    got: 'stated for a workload no port of which speaks HTTP',
    expected: 'a port of http, http2 or grpc',
    fix: 'Drop it: Linkerd forwards the bytes of other ports as they come, and sees no request to which it could apply.',
  }));
}

function retryProblems(service: ResolvedService, fallbacks: Fallbacks): Diagnostic[] {
  const { retries } = service;
  if (retries === undefined) return [];
  const answered = retries.on.includes('gateway-error') || retries.on.includes('server-error');
  const statuses = retries.on.filter((condition) => condition === 'gateway-error' || condition === 'server-error');
  const repeats = checkRepeats(placeOf(service, 'retries'), service, {
    after: [...statuses, 'every try that lasts longer than perTryTimeout'],
    harmless: 'no retries',
  });
  const unexpressed = retries.on.flatMap((condition) => {
    if (condition !== 'reset' && (condition !== 'connect-failure' || answered)) return [];
    return unlessAccepted(fallbacks, {
      where: placeOf(service, 'retries.on'),
      got: condition,
      offered:
        'gateway-error, server-error or refused-stream: a proxy tries again after a status, a refused stream or a timeout, and sees no connection that breaks',
      ...(condition === 'connect-failure' && { otherwise: 'Add gateway-error, as which it comes back' }),
      fallback: { retries: "'statuses-and-refused-streams'" },
    });
  });
  return [...unexpressed, ...repeats];
}

function breakerProblems(service: ResolvedService, fallbacks: Fallbacks): Diagnostic[] {
  const { circuitBreaker: breaker } = service;
  if (breaker === undefined) return [];
  const fallback = { circuitBreaker: "'each-endpoint-alone'" };
  const problems: Diagnostic[] = [];
  if (breaker.failure === 'gateway-error') {
    problems.push(
      ...unlessAccepted(fallbacks, {
        where: placeOf(service, 'circuitBreaker.failure'),
        got: 'gateway-error',
        offered: 'server-error: every 5xx is a failure to a proxy',
        otherwise: 'Write server-error',
        fallback,
      }),
    );
  }
  if (breaker.interval !== undefined) {
    problems.push(
      ...unlessAccepted(fallbacks, {
        where: placeOf(service, 'circuitBreaker.interval'),
        got: 'stated',
        offered: 'nothing: an endpoint is out at its last failure, and nobody looks at intervals',
        fallback,
      }),
    );
  }
  const share = breaker.maxEjectionPercent ?? 50;
  if (share !== 100) {
    problems.push(
      ...unlessAccepted(fallbacks, {
        where: placeOf(service, 'circuitBreaker.maxEjectionPercent'),
        got: `${share}${breaker.maxEjectionPercent === undefined ? ', the default' : ''}`,
        offered: '100: each endpoint is judged alone, so that all may be out together',
        otherwise: 'Write 100',
        fallback,
      }),
    );
  }
  const { ejectionTime, maxEjectionTime } = breaker;
  if (maxEjectionTime !== undefined && maxEjectionTime.toMilliseconds() < ejectionTime.toMilliseconds()) {
    problems.push({
      where: placeOf(service, 'circuitBreaker.maxEjectionTime'),
      got: `${maxEjectionTime.toMilliseconds()} ms`,
      expected: `at least ejectionTime, ${ejectionTime.toMilliseconds()} ms`,
      fix: 'Raise it: Linkerd drops a circuit breaker whose times contradict each other, with no more than a line in a log.',
    });
  }
  return problems;
}

function balancingProblems(service: ResolvedService, fallbacks: Fallbacks): Diagnostic[] {
  const { connectionPool, loadBalancing: { algorithm, warmup, affinity, localityFailover } = {} } = service;
  const ewma = 'nothing: the proxy chooses by latency and load, and takes no other measure';
  return [
    ...(algorithm === undefined || algorithm === 'least-request'
      ? []
      : unlessAccepted(fallbacks, {
          where: placeOf(service, 'loadBalancing.algorithm'),
          got: algorithm,
          offered: 'least-request, to which its choice by latency and load comes nearest',
          otherwise: 'Write least-request',
          fallback: { algorithm: "'peak-ewma'" },
        })),
    ...(warmup === undefined
      ? []
      : unlessAccepted(fallbacks, {
          where: placeOf(service, 'loadBalancing.warmup'),
          got: 'stated',
          offered: ewma,
          fallback: { warmup: "'dropped'" },
        })),
    ...(affinity === undefined
      ? []
      : unlessAccepted(fallbacks, {
          where: placeOf(service, 'loadBalancing.affinity'),
          got: affinity.kind,
          offered:
            'none: no request of a client is told from another, but a pin can hold a header or a cookie to a version',
          otherwise: 'Keep sessions where every pod finds them',
          fallback: { affinity: "'dropped'" },
        })),
    ...(localityFailover === undefined
      ? []
      : unlessAccepted(fallbacks, {
          where: placeOf(service, 'loadBalancing.localityFailover'),
          got: 'stated',
          offered: 'none: endpoints of all regions answer, unless the Service itself keeps traffic near',
          fallback: { localityFailover: "'dropped'" },
        })),
    ...(connectionPool === undefined
      ? []
      : unlessAccepted(fallbacks, {
          where: placeOf(service, 'connectionPool'),
          got: Object.keys(connectionPool).sort().join(', '),
          offered: 'none: connections are limited by no Service; what a pod takes in is, by a rate limit',
          otherwise: 'State a rateLimit',
          fallback: { connectionPool: "'dropped'" },
        })),
    ...(service.mirror === undefined
      ? []
      : unlessAccepted(fallbacks, {
          where: placeOf(service, 'mirror'),
          got: 'stated',
          offered: 'none: a route that mirrors requests is accepted, and then passed over as a whole',
          otherwise: 'Give the version a small weight',
          fallback: { mirror: "'dropped'" },
        })),
  ];
}

function faultProblems(service: ResolvedService, fallbacks: Fallbacks): Diagnostic[] {
  const { fault } = service;
  if (fault === undefined || fallbacks.fault === 'dropped') return [];
  if (fault.effect.kind === 'abort') {
    return unlessAccepted(fallbacks, {
      where: placeOf(service, 'fault'),
      got: `an answer of ${fault.effect.status} made by the mesh`,
      offered: 'a Service that answers with errors, to which Linkerd sends a share of the requests',
      otherwise: 'Run such a Service',
      fallback: { fault: "{ service, port }, or 'dropped'" },
    });
  }
  return [
    {
      where: placeOf(service, 'fault.effect'),
      got: 'a delay',
      expected: 'an abort: Linkerd delays nothing, and a Service that answers late answers in the place of this one',
      fix: "Abort instead, or accept that nothing fails: fallbacks { fault: 'dropped' }.",
    },
  ];
}

function routeProblems(service: ResolvedService, fallbacks: Fallbacks): Diagnostic[] {
  const { release, fault, workload, httpPorts } = service;
  const grpc = httpPorts.some(({ appProtocol }) => appProtocol === 'grpc');
  const stated = [...(release?.pins ?? []).map(({ when }) => when), ...(fault?.when === undefined ? [] : [fault.when])];
  const paths = stated.flatMap((when) => (when.kind === 'path' && when.path !== '/*' ? [when.path] : []));
  const unfit = grpc ? paths.filter((path) => grpcMethod(parsePath(path)) === undefined) : [];
  const rules = rulesOf(branchesOf(service, errorBackendOf(fallbacks))).length;
  const long =
    release === undefined ? [] : (workload.versions ?? []).map(({ name }) => versionServiceName(service, name));
  return [
    ...unfit.map((path) => ({
      where: placeOf(service, 'release.pins'),
      got: `path '${path}', on a port of gRPC`,
      expected: "a method, '/package.Service/Method', or all of a service, '/package.Service/*'",
      fix: 'Name the method or the service: a GRPCRoute knows no other paths.',
    })),
    ...(rules <= RULES
      ? []
      : [
          {
            where: placeOf(service, 'release.pins'),
            got: `${rules} rules, once each pin also says what it takes of all later ones`,
            expected: `at most ${RULES} rules of 8 matches`,
            fix: 'State fewer pins, or pins of one kind: a route takes no more.',
          },
        ]),
    ...long
      .filter((name) => name.length > NAME)
      .map((name) => ({
        where: placeOf(service, 'workload.versions'),
        got: `'${name}', ${name.length} characters, as the name of the version's Service`,
        expected: `at most ${NAME} characters`,
        fix: 'Shorten the name of the workload or of the version.',
      })),
  ];
}
