import { Duration } from 'cdk8s';
import type { Fault } from '../../diagnostic.js';
import { formatGoDuration } from '../../formats/go-duration.js';
import { below } from '../../input/place.js';
import { optional, options, type Shape } from '../../input/shape.js';
import { duration, timeSpan } from '../../input/values.js';

/** Lifetime of a certificate, and how long before its expiry it is renewed. @see https://cert-manager.io/docs/usage/certificate/ */
export interface Lifetime {
  /** From issue to expiry; at least 1 h, as cert-manager requires. */
  readonly duration: Duration;
  /** Time before expiry at which it is renewed; at least 5 min and less than `duration`. */
  readonly renewBefore: Duration;
}

/** The lifetimes of one fleet, from the root down. @see https://linkerd.io/2-edge/tasks/automatically-rotating-control-plane-tls-credentials/ */
export interface Lifetimes {
  /** The root. Its renewal restarts every meshed workload, so it comes late. @default 87600h, renewed 17520h before */
  readonly root: Lifetime;
  /** The CA in each cluster from which the identity issuer, or the CA of istiod, is renewed. @default 8760h, renewed 720h before */
  readonly meshIntermediate: Lifetime;
  /** Linkerd's identity issuer. @default 48h, renewed 25h before */
  readonly identityIssuer: Lifetime;
  /** The CA of istiod. @default 720h, renewed 360h before */
  readonly istioCa: Lifetime;
  /** Certificates that the identity issuer, or istiod, signs for each proxy. @default 24h (`identity.issuer.issuanceLifetime`) */
  readonly proxy: Duration;
  /** Maximum difference between clocks; the issuer must outlive a proxy's certificate by this much. @default 20s (`clockSkewAllowance`) */
  readonly clockSkewAllowance: Duration;
  /** The CA in each cluster that signs messaging certificates. @default 8760h, renewed 2880h before */
  readonly messagingIntermediate: Lifetime;
  /** Certificates of NATS servers and leaves. @default 2160h, renewed 720h before */
  readonly messaging: Lifetime;
  /** Certificates of Linkerd's webhooks, from a CA of their own. @default 24h, renewed 1h before */
  readonly webhook: Lifetime;
}

/** What is accepted as a lifetime; {@link renewalFaults} judges it. */
export const LIFETIME: Shape<Lifetime> = options<Lifetime>({ duration: timeSpan, renewBefore: timeSpan });

/** What is accepted if each lifetime has a default. */
export const LIFETIMES: Shape<Partial<Lifetimes>> = options<Partial<Lifetimes>>({
  root: optional(LIFETIME),
  meshIntermediate: optional(LIFETIME),
  identityIssuer: optional(LIFETIME),
  istioCa: optional(LIFETIME),
  proxy: optional(timeSpan),
  clockSkewAllowance: optional(duration),
  messagingIntermediate: optional(LIFETIME),
  messaging: optional(LIFETIME),
  webhook: optional(LIFETIME),
});

/** Lifetimes of a fleet that sets none; they satisfy {@link lifetimeFaults}. */
export const DEFAULT_LIFETIMES: Lifetimes = {
  root: { duration: Duration.days(3650), renewBefore: Duration.days(730) },
  meshIntermediate: { duration: Duration.days(365), renewBefore: Duration.days(30) },
  identityIssuer: { duration: Duration.hours(48), renewBefore: Duration.hours(25) },
  istioCa: { duration: Duration.days(30), renewBefore: Duration.days(15) },
  proxy: Duration.hours(24),
  clockSkewAllowance: Duration.seconds(20),
  messagingIntermediate: { duration: Duration.days(365), renewBefore: Duration.days(120) },
  messaging: { duration: Duration.days(90), renewBefore: Duration.days(30) },
  webhook: { duration: Duration.hours(24), renewBefore: Duration.hours(1) },
};

const SHORTEST = Duration.hours(1);
const SHORTEST_RENEWAL = Duration.minutes(5);

/** What is wrong with one lifetime by cert-manager's own rules. @see https://cert-manager.io/docs/usage/certificate/ */
export function renewalFaults({ duration, renewBefore }: Lifetime): Fault[] {
  const problems: Fault[] = [];
  if (millis(duration) < millis(SHORTEST)) {
    problems.push({
      path: 'duration',
      got: shown(duration),
      expected: `at least ${shown(SHORTEST)}`,
      effect: 'cert-manager refuses shorter certificates.',
      fix: 'Raise it.',
    });
  }
  if (millis(renewBefore) < millis(SHORTEST_RENEWAL)) {
    problems.push({
      path: 'renewBefore',
      got: shown(renewBefore),
      expected: `at least ${shown(SHORTEST_RENEWAL)}`,
      effect: 'cert-manager refuses later renewals.',
      fix: 'Raise it.',
    });
  }
  if (millis(renewBefore) >= millis(duration)) {
    problems.push({
      path: 'renewBefore',
      got: shown(renewBefore),
      expected: `less than the duration of ${shown(duration)}`,
      effect: 'cert-manager refuses a renewal before the certificate starts.',
      fix: 'Lower it.',
    });
  }
  return problems;
}

/** What is wrong with the stated lifetimes, each by itself. */
export function statedLifetimeFaults({ proxy: _, clockSkewAllowance: __, ...renewals }: Partial<Lifetimes>): Fault[] {
  return Object.entries<Lifetime | undefined>(renewals).flatMap(([name, lifetime]) =>
    lifetime === undefined ? [] : below(name, renewalFaults(lifetime)),
  );
}

/**
 * What is wrong with lifetimes: each certificate must outlive all that is issued from it. The remaining life of an issuer is never below
 * its `renewBefore`, so this must cover the whole life of a child.
 */
export function lifetimeFaults(lifetimes: Lifetimes): Fault[] {
  const { root, meshIntermediate, identityIssuer, istioCa, proxy, messagingIntermediate, messaging } = lifetimes;
  const skew = lifetimes.clockSkewAllowance;
  const proxies = { duration: Duration.millis(millis(proxy) + millis(skew)) };
  const problems = statedLifetimeFaults(lifetimes);
  if (millis(proxy) <= millis(skew)) {
    problems.push({
      path: 'proxy',
      got: shown(proxy),
      expected: `more than the clock skew allowance of ${shown(skew)}`,
      fix: "Raise it; Linkerd's default is 24h0m0s.",
    });
  }
  if (2 * millis(root.renewBefore) > millis(root.duration)) {
    const age = Duration.millis(Math.max(0, millis(root.duration) - millis(root.renewBefore)));
    problems.push({
      path: 'root.renewBefore',
      got: `${shown(root.renewBefore)}, which replaces the root at the age of ${shown(age)}`,
      expected: `at most half of the duration of ${shown(root.duration)}`,
      effect: 'renewBefore counts from the end, and every new root requires a restart of all meshed workloads.',
      fix: 'Lower it.',
    });
  }
  problems.push(
    ...pairFaults(['root', root], ['meshIntermediate', meshIntermediate.duration]),
    ...pairFaults(['meshIntermediate', meshIntermediate], ['identityIssuer', identityIssuer.duration]),
    ...pairFaults(['identityIssuer', identityIssuer], ['proxy', proxy], proxies.duration),
    ...pairFaults(['meshIntermediate', meshIntermediate], ['istioCa', istioCa.duration]),
    ...pairFaults(['istioCa', istioCa], ['proxy', proxy], proxies.duration),
    ...pairFaults(['root', root], ['messagingIntermediate', messagingIntermediate.duration]),
    ...pairFaults(['messagingIntermediate', messagingIntermediate], ['messaging', messaging.duration]),
  );
  return problems;
}

/** @param needed how long the issuer must remain valid whenever it signs */
function pairFaults(
  [issuerName, issuer]: readonly [string, Lifetime],
  [childName, child]: readonly [string, Duration],
  needed: Duration = child,
): Fault[] {
  const problems: Fault[] = [];
  if (millis(issuer.duration) < 2 * millis(child)) {
    problems.push({
      path: `${issuerName}.duration`,
      got: shown(issuer.duration),
      expected: `at least twice the ${shown(child)} of ${childName}`,
      fix: `Raise it, or lower ${childName}.`,
    });
  }
  if (millis(issuer.renewBefore) < millis(needed)) {
    problems.push({
      path: `${issuerName}.renewBefore`,
      got: shown(issuer.renewBefore),
      expected: `at least ${shown(needed)}, the longest life of what ${issuerName} signs (${childName})`,
      effect: 'In its last days the issuer would sign what it does not outlive.',
      fix: `Raise it, or lower ${childName}.`,
    });
  }
  return problems;
}

function millis(duration: Duration): number {
  return duration.toMilliseconds({ integral: false });
}

function shown(duration: Duration): string {
  return formatGoDuration(millis(duration));
}
