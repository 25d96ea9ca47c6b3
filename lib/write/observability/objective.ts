import type { Diagnostic } from '../../diagnostic.js';
import { checkProps, oneOf, optional, options, type Shape } from '../../input/shape.js';
import { anything, decimal, share } from '../../input/values.js';
import type { ObservedWorkload } from './observed-workload.js';
import { LATENCY_BOUNDS, type ObservedMesh } from './service-series.js';

/** A service level objective, measured by the mesh. @see https://sre.google/workbook/alerting-on-slos/ */
export interface ServiceObjective {
  /** The mesh whose proxies count the requests. */
  readonly mesh: ObservedMesh;
  /** The workload that answers. */
  readonly workload: ObservedWorkload;
  /** Share of requests that must succeed, above 0 and below 1: 0.999. @default - no objective */
  readonly availability?: number;
  /** Share of requests that must be answered within some time. @default - no objective */
  readonly latency?: LatencyObjective;
}

/** A latency objective. @see https://sre.google/workbook/implementing-slos/ */
export interface LatencyObjective {
  /** Share of the requests, above 0 and below 1: 0.99. */
  readonly share: number;
  /** Time in milliseconds; one of the mesh's histogram buckets. */
  readonly milliseconds: number;
}

/** What is accepted as a latency bound; the meshes have different histogram buckets. */
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

/** Faults in an objective: shares that cannot be missed or met, and times without a histogram bucket. */
export function checkObjective(where: string, objective: ServiceObjective): Diagnostic[] {
  const problems = checkProps(where, objective, OBJECTIVE);
  const { mesh, availability, latency } = objective;
  if (availability === undefined && latency === undefined) {
    problems.push({
      where,
      got: 'without availability and latency',
      expected: 'at least one of them',
      fix: 'Set one of them, or remove the objective.',
    });
  }
  if (latency !== undefined && !LATENCY_BOUNDS[mesh].includes(latency.milliseconds)) {
    problems.push({
      where,
      path: 'latency.milliseconds',
      got: String(latency.milliseconds),
      expected: `one of ${LATENCY_BOUNDS[mesh].join(', ')}`,
      fix: 'Choose the nearest: the proxies have only these histogram buckets.',
    });
  }
  return problems;
}
