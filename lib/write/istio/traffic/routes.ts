import type { Cluster } from '../../fleet/cluster.js';
import type { Fault, Mirroring } from '../../workload/intents/release.js';
import type { Retries, RetryCondition } from '../../workload/intents/resilience.js';
import type { Service } from '../../workload/intents/service.js';
import { isNonEmpty, type NonEmpty } from '../../workload/non-empty.js';
import { servicePortOf, type WorkloadPort } from '../../workload/port.js';
import { serviceHost } from '../policy/service-host.js';
import { istioDuration } from './istio-duration.js';
import { EVERY_REQUEST, httpMatches, inBoth, type Requests, requestsFor, requestsThat } from './requests.js';
import type {
  Destination,
  ForwardingRoute,
  HttpFault,
  HttpRetry,
  WeightedDestination,
} from './virtual-service-spec.js';

/** The requests to which routes apply. */
export interface RouteScope {
  /** Port of the workload that answers. */
  readonly port: WorkloadPort;
  /** Exposed paths; undefined for all. */
  readonly paths: readonly string[] | undefined;
  /** Whether the routes match the called port; a gateway is called on its own ports. */
  readonly byPort: boolean;
}

/**
 * The routes of one port: pins first, in their order, then the weights, each only for the exposed paths. If a fault applies to some requests only,
 * each route is preceded by the same route with the fault and without timeout and retries, which the other requests keep.
 */
export function routesOf(service: Service, cluster: Cluster, scope: RouteScope): readonly ForwardingRoute[] {
  const { release, fault, mirror, timeout, retries, workload } = service;
  const { port, paths, byPort } = scope;
  const host = serviceHost(workload, cluster);
  const destination = (version?: string): Destination => ({
    host,
    ...(version !== undefined && { subset: version }),
    port: { number: servicePortOf(port) },
  });
  const copied = mirror && { mirrors: [mirrorOf(mirror, destination)] as const };
  const handling = {
    ...copied,
    ...(timeout && { timeout: istioDuration(timeout) }),
    retries: retryOf(retries, port),
  };
  const admitted = paths === undefined ? [EVERY_REQUEST] : paths.map(requestsFor);
  const branches = [
    ...(release?.pins ?? []).map(({ when, version }) => ({
      requests: narrowed(admitted, requestsThat(when)),
      route: [{ destination: destination(version) }] as const,
    })),
    { requests: admitted, route: weighted(release?.weights, destination) },
  ];
  return branches.flatMap(({ requests, route }): ForwardingRoute[] => {
    if (requests.length === 0) return [];
    const plain = { ...matching(requests, port, byPort), route, ...handling };
    if (fault === undefined) return [plain];
    // On a route with a fault Envoy ignores timeout and retries.
    const faulty = { fault: faultOf(fault), route, ...copied, retries: { attempts: 0 } as const };
    if (fault.when === undefined) return [{ ...matching(requests, port, byPort), ...faulty }];
    const hit = narrowed(requests, requestsThat(fault.when));
    return hit.length === 0 ? [plain] : [{ ...matching(hit, port, byPort), ...faulty }, plain];
  });
}

function narrowed(requests: readonly Requests[], by: Requests): readonly Requests[] {
  return requests.flatMap((some) => inBoth(some, by) ?? []);
}

function matching(requests: readonly Requests[], port: WorkloadPort, byPort: boolean): Pick<ForwardingRoute, 'match'> {
  const matches = requests.map((some) => httpMatches(some, byPort ? servicePortOf(port) : undefined));
  // A match for all requests makes the others redundant.
  if (matches.some((match) => match.length === 0)) return {};
  const match = matches.flat();
  return isNonEmpty(match) ? { match } : {};
}

function weighted(
  weights: { readonly [version: string]: number } | undefined,
  destination: (version?: string) => Destination,
): NonEmpty<WeightedDestination> {
  const shares = Object.entries(weights ?? {}).map(([version, weight]) => ({
    destination: destination(version),
    weight,
  }));
  return isNonEmpty(shares) ? shares : [{ destination: destination() }];
}

function mirrorOf({ version, percent }: Mirroring, destination: (version: string) => Destination) {
  return { destination: destination(version), percentage: { value: percent } };
}

/** Envoy's names of the conditions. gRPC answers with status 200 and reports failures in a trailer, which has conditions of its own. */
const CONDITIONS: { readonly [Condition in RetryCondition]: { readonly http: string; readonly grpc: string } } = {
  'connect-failure': { http: 'connect-failure', grpc: 'connect-failure' },
  'refused-stream': { http: 'refused-stream', grpc: 'refused-stream' },
  reset: { http: 'reset', grpc: 'reset' },
  'gateway-error': { http: 'gateway-error', grpc: 'gateway-error,unavailable' },
  'server-error': { http: '5xx', grpc: '5xx,unavailable,internal' },
};

/** States zero retries explicitly: by default Istio retries twice. */
function retryOf(retries: Retries | undefined, { appProtocol }: WorkloadPort): HttpRetry {
  if (retries === undefined) return { attempts: 0 };
  const tokens = retries.on.flatMap((condition) =>
    CONDITIONS[condition][appProtocol === 'grpc' ? 'grpc' : 'http'].split(','),
  );
  return {
    attempts: retries.attempts,
    perTryTimeout: istioDuration(retries.perTryTimeout),
    retryOn: [...new Set(tokens)].join(','),
  };
}

function faultOf({ effect, percent }: Fault): HttpFault {
  const percentage = { value: percent };
  return effect.kind === 'delay'
    ? { delay: { fixedDelay: istioDuration(effect.duration), percentage } }
    : { abort: { httpStatus: effect.status, percentage } };
}
