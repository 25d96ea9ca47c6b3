import { Duration } from 'cdk8s';

const UNITS: ReadonlyMap<string, number> = new Map([
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
]);

/**
 * Renders a duration as Go's `time.Duration` prints it: `48h0m0s`, `1m30s`, `1.5s`, `250ms`, `0s`. The API server hands
 * every `metav1.Duration` back in this form, so that any other spelling shows as drift.
 *
 * @see https://pkg.go.dev/time#Duration.String
 */
export function goDuration(duration: Duration): string {
  const total = duration.toMilliseconds({ integral: false });
  if (total === 0) return '0s';
  if (total < 1_000) return `${total}ms`;
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor((total % 3_600_000) / 60_000);
  const seconds = `${(total % 60_000) / 1_000}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

/**
 * Reads what Go's `time.ParseDuration` reads, down to milliseconds; undefined for anything else, and for signs.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function parseGoDuration(text: string): Duration | undefined {
  if (text === '0') return Duration.millis(0);
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ms|h|m|s))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount = '0', unit = ''] of text.matchAll(/(\d+\.?\d*|\.\d+)(ms|h|m|s)/g)) {
    total += Number(amount) * (UNITS.get(unit) ?? 0);
  }
  const rounded = Math.round(total);
  return Math.abs(total - rounded) < 1e-6 ? Duration.millis(rounded) : undefined;
}
