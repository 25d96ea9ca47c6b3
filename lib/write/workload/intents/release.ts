import type { Duration } from 'cdk8s';
import { kinds, list, mapping, optional, options, type Shape } from '../../../input/shape.js';
import { decimal, integer, text, timeSpan } from '../../../input/values.js';
import { REQUEST_MATCH, type RequestMatch } from './request-match.js';

/**
 * Which version of a workload answers. A canary is a small weight, blue/green a weight of 100 that changes sides, A/B a pin.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/#routing-rules
 */
export interface Release {
  /** Version to percentage of the requests that no pin takes; the percentages sum to 100. @see https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/ */
  readonly weights: { readonly [version: string]: number };
  /** Requests that one version answers, whatever the weights; the first that matches counts. @default - none @see https://istio.io/latest/docs/tasks/traffic-management/request-routing/ */
  readonly pins?: readonly Pin[];
}

/** Requests that one version answers. @see https://istio.io/latest/docs/tasks/traffic-management/request-routing/ */
export interface Pin {
  /** The requests. */
  readonly when: RequestMatch;
  /** The version. */
  readonly version: string;
}

/** Copies of requests that a version gets too, whose answers nobody waits for. @see https://istio.io/latest/docs/tasks/traffic-management/mirroring/ */
export interface Mirroring {
  /** Version of the workload that gets the copies. */
  readonly version: string;
  /** Share of the requests, above 0 to 100 percent. */
  readonly percent: number;
}

/** Failures made on purpose, to see what they lead to. Refused in a production profile. @see https://istio.io/latest/docs/tasks/traffic-management/fault-injection/ */
export interface Fault {
  /** The requests that suffer. @default - all; then neither timeout nor retries work, and stating them too is an error */
  readonly when?: RequestMatch;
  /** What happens to them. */
  readonly effect: FaultEffect;
  /** Share of those requests, above 0 to 100 percent. */
  readonly percent: number;
}

/** What is done to a request. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection */
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
