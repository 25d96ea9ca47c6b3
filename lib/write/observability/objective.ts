import type { Diagnostic } from '../../diagnostic.js';
import { checkProps, oneOf, optional, options, type Shape } from '../../input/shape.js';
import { anything, decimal, share } from '../../input/values.js';
import type { ObservedWorkload } from './observed-workload.js';
import { LATENCY_BOUNDS, type ObservedMesh } from './service-series.js';

/** What a service owes to those who call it, as its mesh sees it. @see https://sre.google/workbook/alerting-on-slos/ */
export interface ServiceObjective {
  /** The mesh whose proxies count the requests. */
  readonly mesh: ObservedMesh;
  /** The workload that answers. */
  readonly workload: ObservedWorkload;
  /** Share of requests that must succeed, above 0 and below 1: 0.999. @default - none is promised */
  readonly availability?: number;
  /** Share of requests that must be answered within some time. @default - none is promised */
  readonly latency?: LatencyObjective;
}

/** How fast answers must be. @see https://sre.google/workbook/implementing-slos/ */
export interface LatencyObjective {
  /** Share of the requests, above 0 and below 1: 0.99. */
  readonly share: number;
  /** Time in milliseconds; one of the bounds that the mesh counts by. */
  readonly milliseconds: number;
}

/** What is accepted as a bound on latency; the meshes differ in the times that they count by. */
export const LATENCY: Shape<LatencyObjective> = options<LatencyObjective>({
  share,
  milliseconds: decimal(0.5, 3_600_000),
});

const OBJECTIVE = options<ServiceObjective>({
  mesh: oneOf('linkerd', 'istio'),
  workload: anything(),
  availability: optional(share),
  latency: optional(LATENCY),
});

/** Faults in an objective: shares that cannot be missed or met, and times that the proxies do not count by. */
export function checkObjective(where: string, objective: ServiceObjective): Diagnostic[] {
  const problems = checkProps(where, objective, OBJECTIVE);
  const { mesh, availability, latency } = objective;
  if (availability === undefined && latency === undefined) {
    problems.push({
      where,
      got: 'without availability and latency',
      expected: 'at least one of them',
      fix: 'Say what is promised, or drop the objective.',
    });
  }
  if (latency !== undefined && !LATENCY_BOUNDS[mesh].includes(latency.milliseconds)) {
    problems.push({
      where,
      path: 'latency.milliseconds',
      got: String(latency.milliseconds),
      expected: `one of ${LATENCY_BOUNDS[mesh].join(', ')}`,
      fix: 'Choose the nearest: the proxies count requests up to these bounds, and nothing in between.',
    });
  }
  return problems;
}
