import type { Duration } from 'cdk8s';
import { kinds, list, mapping, optional, options, type Shape } from '../../../input/shape.js';
import { decimal, integer, text, timeSpan } from '../../../input/values.js';
import { REQUEST_MATCH, type RequestMatch } from './request-match.js';

/**
 * Which version of a workload answers. A canary is a small weight, blue/green a weight of 100 that switches versions, an A/B test a pin.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/#routing-rules
 */
export interface Release {
  /** Percentage of the requests without a pin for each version, 0 to 100; they sum to 100. @see https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/ */
  readonly weights: { readonly [version: string]: number };
  /** Requests that one version answers regardless of the weights; the first pin that matches decides. @default - none @see https://istio.io/latest/docs/tasks/traffic-management/request-routing/ */
  readonly pins?: readonly Pin[];
}

/** Requests that one version always answers. @see https://istio.io/latest/docs/tasks/traffic-management/request-routing/ */
export interface Pin {
  /** The requests. */
  readonly when: RequestMatch;
  /** The version. */
  readonly version: string;
}

/** Copies of requests for one version, whose answers are discarded. @see https://istio.io/latest/docs/tasks/traffic-management/mirroring/ */
export interface Mirroring {
  /** Version of the workload that receives the copies. */
  readonly version: string;
  /** Percentage of the requests that are copied, 0.0001 to 100. */
  readonly percent: number;
}

/** Faults injected to test how callers handle them. Not allowed in a production profile. @see https://istio.io/latest/docs/tasks/traffic-management/fault-injection/ */
export interface Fault {
  /** The requests that fail. @default - all; timeout and retries then do not work, and stating them is an error */
  readonly when?: RequestMatch;
  /** How they fail. */
  readonly effect: FaultEffect;
  /** Percentage of those requests, 0.0001 to 100. */
  readonly percent: number;
}

/** A delay, or an answer with an HTTP status from 200 to 599. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection */
export type FaultEffect =
  | { readonly kind: 'delay'; readonly duration: Duration }
  | { readonly kind: 'abort'; readonly status: number };

/** What is accepted as a release. */
export const RELEASE: Shape<Release> = options<Release>({
  weights: mapping(integer(0, 100)),
  pins: optional(list(options<Pin>({ when: REQUEST_MATCH, version: text() }), 1)),
});

/** What is accepted as mirroring. */
export const MIRRORING: Shape<Mirroring> = options<Mirroring>({ version: text(), percent: decimal(0.0001, 100) });

/** What is accepted as a fault. */
export const FAULT: Shape<Fault> = options<Fault>({
  when: optional(REQUEST_MATCH),
  effect: kinds<FaultEffect>({ delay: { duration: timeSpan }, abort: { status: integer(200, 599) } }),
  percent: decimal(0.0001, 100),
});
