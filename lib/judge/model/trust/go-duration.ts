const UNITS: ReadonlyMap<string, number> = new Map([
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['ns', 1e-6],
]);
const PART = /(\d+\.?\d*|\.\d+)(ms|us|µs|ns|h|m|s)/g;
const WHOLE = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ms|us|µs|ns|h|m|s))+$/;

/**
 * Milliseconds of what Go's `time.ParseDuration` reads; undefined for anything else.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function goMilliseconds(text: string): number | undefined {
  if (/^[-+]?0$/.test(text)) return 0;
  if (!WHOLE.test(text)) return undefined;
  let total = 0;
  for (const [, amount = '0', unit = ''] of text.matchAll(PART)) total += Number(amount) * (UNITS.get(unit) ?? 0);
  return text.startsWith('-') ? -total : total;
}

/**
 * The text that Go prints for so many milliseconds, a second or more: `48h0m0s`, `1m30s`. The API server hands a duration
 * back in this form.
 *
 * @see https://pkg.go.dev/time#Duration.String
 */
export function goDurationText(milliseconds: number): string {
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor((milliseconds % 3_600_000) / 60_000);
  const seconds = `${(milliseconds % 60_000) / 1_000}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
