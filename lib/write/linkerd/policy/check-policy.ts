import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import type { ResolvedApplication, ResolvedService } from '../../workload/intents/resolved.js';
import { probesOf, type WorkloadProbe } from '../../workload/kubelet.js';
import { speaksHttp, type WorkloadPort } from '../../workload/port.js';
import { findPort } from '../../workload/workload.js';
import type { Fallbacks } from '../traffic/fallbacks.js';
import { unlessAccepted } from '../traffic/unexpressed.js';
import { ambiguousPaths } from './route-grants.js';
import { grantsOf } from './routed-port.js';
import { limitOf } from './service-policy.js';

/** Policies of a service that Linkerd cannot express, and policies that would deny its own probes. */
export function checkPolicy(
  place: Place,
  service: ResolvedService,
  application: ResolvedApplication,
  fallbacks: Fallbacks,
): Diagnostic[] {
  return [
    ...endUserProblems(place, service, fallbacks),
    ...limitProblems(place, service, application, fallbacks),
    ...pathProblems(place, service),
    ...probesOf(service.workload).flatMap((probe) => probeProblems(place, service, probe, fallbacks)),
  ];
}

function endUserProblems(place: Place, service: ResolvedService, fallbacks: Fallbacks): Diagnostic[] {
  if (service.endUser === undefined) return [];
  return unlessAccepted(fallbacks, {
    ...at(place, 'endUser'),
    got: 'stated',
    offered: 'none: a proxy authenticates workloads by their identity, and reads no tokens',
    otherwise: 'Check tokens at the gateway or in the workload',
    fallback: { endUser: "'checked-by-the-workload'" },
  });
}

function limitProblems(
  place: Place,
  service: ResolvedService,
  application: ResolvedApplication,
  fallbacks: Fallbacks,
): Diagnostic[] {
  const { rateLimit } = service;
  if (rateLimit === undefined) return [];
  const { requestsPerSecond, burst = requestsPerSecond } = rateLimit;
  const counted = service.reachablePorts
    .filter((reachable) => limitOf(service, application, reachable) !== undefined)
    .filter(({ kubeletRequests }) => kubeletRequests.length > 0);
  return [
    ...(burst === requestsPerSecond
      ? []
      : unlessAccepted(fallbacks, {
          ...at(place, 'rateLimit.burst'),
          got: `${burst}`,
          offered: `${requestsPerSecond}, the requests of one second: a proxy admits no larger burst`,
          otherwise: 'Remove it',
          fallback: { burst: "'one-second'" },
        })),
    ...counted.flatMap(({ port }) =>
      unlessAccepted(fallbacks, {
        ...at(place, 'rateLimit'),
        got: `a limit on port ${port.name}, which the kubelet probes`,
        offered:
          'probes on a port without a limit: they count as requests, so the kubelet restarts a pod that gets too many requests',
        otherwise: 'Probe another port that has no callers',
        fallback: { limitedProbes: "'accepted'" },
      }),
    ),
  ];
}

function pathProblems(place: Place, service: ResolvedService): Diagnostic[] {
  return service.reachablePorts
    .filter(({ port }) => speaksHttp(port))
    .flatMap(({ port, accesses, kubeletRequests }) =>
      ambiguousPaths(grantsOf({ grants: accesses, kubeletRequests })).map((path) => ({
        ...at(place, 'callers'),
        got: `'${path}' and '${path === '/' ? '/*' : `${path}/*`}' of port ${port.name}, for different peers`,
        expected: 'one of the two: for a request that matches both, Linkerd may apply either',
        fix: 'Grant both to the same callers and methods, or list the paths below one by one; probes and metrics count too.',
      })),
    );
}

function probeProblems(
  place: Place,
  service: ResolvedService,
  { container, question, check }: WorkloadProbe,
  fallbacks: Fallbacks,
): Diagnostic[] {
  if (check.kind === 'exec') return [];
  const port = findPort(service.workload, check.port);
  if (port === undefined) return [];
  const probed = at(place, `workload.containers['${container}'].probes.${question}`);
  if (check.kind === 'tcp') {
    return unlessAccepted(fallbacks, {
      ...probed,
      got: `a tcp probe of port ${port.name}`,
      offered:
        'http, grpc or exec: the proxy accepts every connection from the kubelet, even if the container does not listen',
      otherwise: 'Use a probe that the container answers',
      fallback: { tcpProbes: "'answered-by-the-proxy'" },
    });
  }
  if (admits(port, check.kind)) return [];
  return [
    {
      ...probed,
      got: `${check.kind === 'http' ? 'an http' : 'a gRPC'} probe of port ${port.name}, which speaks ${port.appProtocol}`,
      expected: check.kind === 'http' ? 'a port of http' : 'a port of grpc or http2',
      fix: 'Probe another port, or use exec: the proxy rejects probes in another protocol than that of the port.',
    },
  ];
}

function admits({ appProtocol }: WorkloadPort, probe: 'http' | 'grpc'): boolean {
  return probe === 'http' ? appProtocol === 'http' : appProtocol === 'grpc' || appProtocol === 'http2';
}
