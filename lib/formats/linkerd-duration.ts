const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds of a duration as Linkerd's proxy and policy controller read it: a whole number with one unit, or a bare 0;
 * undefined for any other text.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/policy-controller/k8s/index/src/outbound/index.rs
 */
export function parseLinkerdDuration(text: string): number | undefined {
  const [, amount, unit = ''] = /^\s*(\d+)(ms|s|m|h|d)?\s*$/.exec(text) ?? [];
  if (amount === undefined) return undefined;
  const factor = UNITS[unit];
  if (factor !== undefined) return Number(amount) * factor;
  return Number(amount) === 0 ? 0 : undefined;
}
