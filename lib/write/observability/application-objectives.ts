import type { Diagnostic } from '../../diagnostic.js';
import { either, mapping, oneOf, optional, options, type Shape } from '../../input/shape.js';
import { share } from '../../input/values.js';
import type { ResolvedApplication, ResolvedService } from '../workload/intents/resolved.js';
import type { Service } from '../workload/intents/service.js';
import { placeOfApplication } from '../workload/intents/service-place.js';
import { samePeer } from '../workload/peer.js';
import { speaksHttp } from '../workload/port.js';
import { versionedName, type WorkloadVersion } from '../workload/workload.js';
import { LATENCY, type LatencyObjective, type ServiceObjective } from './objective.js';
import type { ObservedWorkload } from './observed-workload.js';
import { LATENCY_BOUNDS, type ObservedMesh } from './service-series.js';

/** The service level objectives of a service. @see https://sre.google/workbook/implementing-slos/ */
export interface ObjectiveTargets {
  /** Share of requests that must succeed, above 0 and below 1. @default 0.999 */
  readonly availability?: number;
  /** Share of requests that must be answered within some time. @default - 99 % within half of the service's timeout; none without a timeout */
  readonly latency?: LatencyObjective;
}

/** Service level objectives by the names of the workloads; `none` for a service without objectives. */
export interface ApplicationObjectives {
  readonly [service: string]: ObjectiveTargets | 'none';
}

/** What is accepted as objectives. */
export const APPLICATION_OBJECTIVES: Shape<ApplicationObjectives> = mapping(
  either(
    oneOf('none'),
    options<ObjectiveTargets>({
      availability: optional(share),
      latency: optional(LATENCY),
    }),
  ),
);

const AVAILABILITY = 0.999;
const IN_TIME = 0.99;

/** The objectives of an application: one for each service that answers requests, except the collector of its spans. */
export function objectivesOf(application: ResolvedApplication, stated: ApplicationObjectives = {}): ServiceObjective[] {
  const mesh = application.cluster.mesh?.kind;
  if (mesh === undefined) return [];
  return application.services
    .filter((service) => answersRequests(service, application))
    .flatMap((service): ServiceObjective[] => {
      const targets = stated[service.workload.name] ?? {};
      if (targets === 'none') return [];
      const latency = targets.latency ?? latencyOf(service, mesh);
      const availability = targets.availability ?? AVAILABILITY;
      return [{ mesh, workload: observed(service), availability, ...(latency && { latency }) }];
    });
}

/** Objectives of services that answer no requests. */
export function checkObjectives(application: ResolvedApplication, stated: ApplicationObjectives): Diagnostic[] {
  const names = application.services
    .filter((service) => answersRequests(service, application))
    .map(({ workload }) => workload.name);
  return Object.keys(stated)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      ...placeOfApplication(application, `objectives.${name}`),
      got: 'not the name of a service that answers requests',
      expected: names.join(', ') || 'none: no service does',
      fix: 'Correct the name, or remove the objective: no request would count for it.',
    }));
}

function answersRequests({ inbound, collectsSpans }: ResolvedService, { prometheus }: ResolvedApplication): boolean {
  if (collectsSpans) return false;
  return inbound.some(
    ({ from, port }) => speaksHttp(port) && (prometheus === undefined || !samePeer(from, prometheus)),
  );
}

/** A request that takes more than half of its caller's timeout leaves no time for another try. */
function latencyOf({ timeout }: Service, mesh: ObservedMesh): LatencyObjective | undefined {
  if (timeout === undefined) return undefined;
  const milliseconds = LATENCY_BOUNDS[mesh].filter((bound) => bound <= timeout.toMilliseconds() / 2).at(-1);
  return milliseconds === undefined ? undefined : { share: IN_TIME, milliseconds };
}

/** The versions whose answers reach a caller: nobody waits for the answer to a mirrored request. */
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
