import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../lib/diagnostic.js';
import { within } from '../../../lib/input/place.js';
import {
  DEFAULT_LIFETIMES,
  type Lifetimes,
  lifetimeFaults,
  renewalFaults,
} from '../../../lib/write/trust/lifetimes.js';

const hours = (duration: number, renewBefore: number) => ({
  duration: Duration.hours(duration),
  renewBefore: Duration.hours(renewBefore),
});
const place = { where: 'Fleet', path: '' };
const faults = (change: Partial<Lifetimes>) =>
  within(place, lifetimeFaults({ ...DEFAULT_LIFETIMES, ...change })).map(formatDiagnostic);

describe('lifetimes', () => {
  test('accepts the defaults', () => expect(faults({})).toEqual([]));

  test('fails a root that is replaced early because renewBefore counts from the end', () => {
    expect(faults({ root: hours(17520, 8761) })).toEqual([
      'Fleet: root.renewBefore is 8761h0m0s, which replaces the root at the age of 8759h0m0s, expected at most half of the duration of 17520h0m0s. renewBefore counts from the end, and every new root requires a restart of all meshed workloads. Lower it.',
    ]);
    expect(faults({ root: hours(17520, 8760) })).toEqual([]);
  });

  test('fails an issuer that in its last hours signs what it does not outlive', () => {
    expect(faults({ identityIssuer: hours(48, 24) })).toEqual([
      'Fleet: identityIssuer.renewBefore is 24h0m0s, expected at least 24h0m20s, the longest life of what identityIssuer signs (proxy). In its last days the issuer would sign what it does not outlive. Raise it, or lower proxy.',
    ]);
    expect(faults({ identityIssuer: hours(48, 24), clockSkewAllowance: Duration.millis(0) })).toEqual([]);
  });

  test('fails an issuer that lives less than twice as long as what it signs', () => {
    expect(faults({ identityIssuer: hours(47, 25) })).toEqual([
      'Fleet: identityIssuer.duration is 47h0m0s, expected at least twice the 24h0m0s of proxy. Raise it, or lower proxy.',
    ]);
  });

  test.each([
    ['meshIntermediate', { identityIssuer: hours(721, 25) }, 'identityIssuer'],
    ['root', { meshIntermediate: hours(17521, 800) }, 'meshIntermediate'],
    ['root', { messagingIntermediate: hours(17521, 2880) }, 'messagingIntermediate'],
    ['messagingIntermediate', { messaging: hours(2881, 720) }, 'messaging'],
  ] as const)('fails %s where %o outlives its renewal', (issuer, change, child) => {
    const [problem, ...others] = faults(change);
    expect(problem).toMatch(new RegExp(`^Fleet: ${issuer}\\.renewBefore is .* signs \\(${child}\\)\\.`));
    expect(others).toEqual([]);
  });

  test('fails a proxy lifetime within the clock skew', () => {
    expect(faults({ proxy: Duration.seconds(20) })).toEqual([
      "Fleet: proxy is 20s, expected more than the clock skew allowance of 20s. Raise it; Linkerd's default is 24h0m0s.",
    ]);
  });

  test("fails what cert-manager refuses, all at once, and each in the fleet's words", () => {
    const short = { duration: Duration.minutes(3), renewBefore: Duration.minutes(4) };
    expect(within({ where: 'Fleet', path: 'webhook' }, renewalFaults(short)).map(formatDiagnostic)).toEqual([
      'Fleet: webhook.duration is 3m0s, expected at least 1h0m0s. cert-manager refuses shorter certificates. Raise it.',
      'Fleet: webhook.renewBefore is 4m0s, expected at least 5m0s. cert-manager refuses later renewals. Raise it.',
      'Fleet: webhook.renewBefore is 4m0s, expected less than the duration of 3m0s. cert-manager refuses a renewal before the certificate starts. Lower it.',
    ]);
    expect(renewalFaults({ duration: Duration.hours(1), renewBefore: Duration.minutes(5) })).toEqual([]);
    expect(faults({ webhook: short })).toHaveLength(3);
  });
});
