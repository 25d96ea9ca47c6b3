import type { Diagnostic } from '../../diagnostic.js';
import { either, mapping, oneOf, optional, options, type Shape } from '../../input/shape.js';
import { anyNumber } from '../../input/values.js';
import { accessTo } from '../workload/intents/access.js';
import type { Application } from '../workload/intents/application.js';
import type { Service } from '../workload/intents/service.js';
import { samePeer } from '../workload/peer.js';
import { speaksHttp } from '../workload/port.js';
import { versionedName, type WorkloadVersion } from '../workload/workload.js';
import type { LatencyObjective, ServiceObjective } from './objective.js';
import type { ObservedWorkload } from './observed-workload.js';
import { LATENCY_BOUNDS, type ObservedMesh } from './service-series.js';

/** What a service owes to its callers. @see https://sre.google/workbook/implementing-slos/ */
export interface ServicePromise {
  /** Share of requests that must succeed, above 0 and below 1. @default 0.999 */
  readonly availability?: number;
  /** Share of requests that must be answered within some time. @default - 99 of 100 within half of the service's timeout; none where it has no timeout */
  readonly latency?: LatencyObjective;
}

/** What services owe, by the names of their workloads; `none` for one that owes nothing. */
export interface ServicePromises {
  readonly [service: string]: ServicePromise | 'none';
}

/** What is accepted as promises. */
export const SERVICE_PROMISES: Shape<ServicePromises> = mapping(
  either(
    oneOf('none'),
    options<ServicePromise>({
      availability: optional(anyNumber),
      latency: optional(options<LatencyObjective>({ share: anyNumber, milliseconds: anyNumber })),
    }),
  ),
);

const AVAILABILITY = 0.999;
const IN_TIME = 0.99;

/** The objectives of an application: one for each service that answers requests, but for the collector of its own spans. */
export function objectivesOf(application: Application, promises: ServicePromises = {}): ServiceObjective[] {
  const mesh = application.cluster.mesh?.kind;
  if (mesh === undefined) return [];
  return application.services
    .filter((service) => answersRequests(service, application))
    .flatMap((service): ServiceObjective[] => {
      const promise = promises[service.workload.name] ?? {};
      if (promise === 'none') return [];
      const latency = promise.latency ?? latencyOf(service, mesh);
      const availability = promise.availability ?? AVAILABILITY;
      return [{ mesh, workload: observed(service), availability, ...(latency && { latency }) }];
    });
}

/** Promises in the name of what answers no requests. */
export function checkPromises(where: string, application: Application, promises: ServicePromises): Diagnostic[] {
  const names = application.services
    .filter((service) => answersRequests(service, application))
    .map(({ workload }) => workload.name);
  return Object.keys(promises)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      where: `${where}: promises.${name}`,
      got: 'the name of no service that answers requests',
      expected: names.join(', ') || 'none: no service does',
      fix: 'Correct the name, or drop the promise: nothing would be counted for it.',
    }));
}

function answersRequests(service: Service, application: Application): boolean {
  const { prometheus, tracing } = application;
  if (tracing !== undefined && samePeer(tracing.collector, service.workload)) return false;
  return accessTo(service, application).some(
    ({ from, port }) => speaksHttp(port) && (prometheus === undefined || !samePeer(from, prometheus)),
  );
}

/** A request that takes more than half of the time that its caller waits leaves none to try again. */
function latencyOf({ timeout }: Service, mesh: ObservedMesh): LatencyObjective | undefined {
  if (timeout === undefined) return undefined;
  const milliseconds = LATENCY_BOUNDS[mesh].filter((bound) => bound <= timeout.toMilliseconds() / 2).at(-1);
  return milliseconds === undefined ? undefined : { share: IN_TIME, milliseconds };
}

/** The versions whose answers reach a caller: of copies, nobody waits for an answer. */
function observed({ workload, release, mirror }: Service): ObservedWorkload {
  const { namespace, name, kind, versions } = workload;
  const answers = ({ name: version }: WorkloadVersion) =>
    mirror?.version !== version ||
    (release?.weights[version] ?? 0) > 0 ||
    release?.pins?.some((pin) => pin.version === version) === true;
  const members = versions?.filter(answers).map((version) => versionedName(workload, version));
  return {
    namespace,
    name,
    kind: kind === 'StatefulSet' ? 'statefulset' : 'deployment',
    ...(members !== undefined && { members }),
  };
}
