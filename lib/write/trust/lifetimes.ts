import { Duration } from 'cdk8s';
import { type Diagnostic, sortDiagnostics } from '../../diagnostic.js';
import { formatGoDuration } from '../../formats/go-duration.js';
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

/** What is accepted as a lifetime; {@link checkRenewal} judges it. */
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

/** Lifetimes of a fleet that sets none; they satisfy {@link checkLifetimes}. */
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

/** Checks one lifetime against cert-manager's own rules. @see https://cert-manager.io/docs/usage/certificate/ */
export function checkRenewal(where: string, { duration, renewBefore }: Lifetime): Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (millis(duration) < millis(SHORTEST)) {
    problems.push({
      where: `${where}.duration`,
      got: shown(duration),
      expected: `at least ${shown(SHORTEST)}`,
      fix: 'Raise it: cert-manager refuses shorter certificates.',
    });
  }
  if (millis(renewBefore) < millis(SHORTEST_RENEWAL)) {
    problems.push({
      where: `${where}.renewBefore`,
      got: shown(renewBefore),
      expected: `at least ${shown(SHORTEST_RENEWAL)}`,
      fix: 'Raise it: cert-manager refuses later renewals.',
    });
  }
  if (millis(renewBefore) >= millis(duration)) {
    problems.push({
      where: `${where}.renewBefore`,
      got: shown(renewBefore),
      expected: `less than the duration of ${shown(duration)}`,
      fix: 'Lower it: cert-manager refuses a renewal before the certificate starts.',
    });
  }
  return problems;
}

/**
 * Checks that each certificate outlives everything issued from it. An issuer has at least its `renewBefore` left
 * whenever it signs, so `renewBefore` must cover the whole life of a child; otherwise children are cut short or outlive
 * their issuer.
 */
export function checkLifetimes(where: string, lifetimes: Lifetimes): Diagnostic[] {
  const { root, meshIntermediate, identityIssuer, istioCa, proxy, messagingIntermediate, messaging, webhook } =
    lifetimes;
  const skew = lifetimes.clockSkewAllowance;
  const renewals = { root, meshIntermediate, identityIssuer, istioCa, messagingIntermediate, messaging, webhook };
  const proxies = { duration: Duration.millis(millis(proxy) + millis(skew)) };
  const problems = Object.entries(renewals).flatMap(([name, lifetime]) => checkRenewal(`${where}.${name}`, lifetime));
  if (millis(proxy) <= millis(skew)) {
    problems.push({
      where: `${where}.proxy`,
      got: shown(proxy),
      expected: `more than the clock skew allowance of ${shown(skew)}`,
      fix: "Raise it: Linkerd's default is 24h0m0s.",
    });
  }
  if (2 * millis(root.renewBefore) > millis(root.duration)) {
    const age = Duration.millis(Math.max(0, millis(root.duration) - millis(root.renewBefore)));
    problems.push({
      where: `${where}.root.renewBefore`,
      got: `${shown(root.renewBefore)}, which replaces the root at the age of ${shown(age)}`,
      expected: `at most half of the duration of ${shown(root.duration)}`,
      fix: 'Lower it: renewBefore counts from the end, and every new root requires a restart of all meshed workloads.',
    });
  }
  problems.push(
    ...checkPair(where, ['root', root], ['meshIntermediate', meshIntermediate.duration]),
    ...checkPair(where, ['meshIntermediate', meshIntermediate], ['identityIssuer', identityIssuer.duration]),
    ...checkPair(where, ['identityIssuer', identityIssuer], ['proxy', proxy], proxies.duration),
    ...checkPair(where, ['meshIntermediate', meshIntermediate], ['istioCa', istioCa.duration]),
    ...checkPair(where, ['istioCa', istioCa], ['proxy', proxy], proxies.duration),
    ...checkPair(where, ['root', root], ['messagingIntermediate', messagingIntermediate.duration]),
    ...checkPair(where, ['messagingIntermediate', messagingIntermediate], ['messaging', messaging.duration]),
  );
  return sortDiagnostics(problems);
}

/** @param needed how long the issuer must remain valid whenever it signs */
function checkPair(
  where: string,
  [issuerName, issuer]: readonly [string, Lifetime],
  [childName, child]: readonly [string, Duration],
  needed: Duration = child,
): Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (millis(issuer.duration) < 2 * millis(child)) {
    problems.push({
      where: `${where}.${issuerName}.duration`,
      got: shown(issuer.duration),
      expected: `at least twice the ${shown(child)} of ${childName}`,
      fix: `Raise it, or lower ${childName}.`,
    });
  }
  if (millis(issuer.renewBefore) < millis(needed)) {
    problems.push({
      where: `${where}.${issuerName}.renewBefore`,
      got: shown(issuer.renewBefore),
      expected: `at least ${shown(needed)}, the longest life of what ${issuerName} signs (${childName})`,
      fix: `Raise it, or lower ${childName}: in its last days the issuer would sign what it does not outlive.`,
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
