const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n], // U+00B5, the micro sign
  ['μs', 1_000n], // U+03BC, the Greek letter
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const PARTS = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g;
const WHOLE = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const LARGEST = 2n ** 63n;

/**
 * Milliseconds of a text that Go's `time.ParseDuration` reads; undefined for any other text, and for durations beyond the 292
 * years that Go can hold. `metav1.Duration` of Kubernetes is read the same way.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function parseGoDuration(text: string): number | undefined {
  if (/^[-+]?0$/.test(text)) return 0;
  if (!WHOLE.test(text)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(PARTS)) {
    const length = UNITS.get(unit) ?? 0n;
    total += BigInt(whole) * length + fractionOf(fraction, length);
    if (total > LARGEST) return undefined;
  }
  const negative = text.startsWith('-') && total > 0n;
  if (!negative && total === LARGEST) return undefined;
  const milliseconds = Number(total / 1_000_000n) + Number(total % 1_000_000n) / 1_000_000;
  return negative ? -milliseconds : milliseconds;
}

/** Go computes fractions as floating-point numbers, and ignores digits that do not fit into 63 bits. */
function fractionOf(digits: string, length: bigint): bigint {
  let [value, scale] = [0n, 1];
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    if (value > (LARGEST - 1n) / 10n || next > LARGEST) break;
    [value, scale] = [next, scale * 10];
  }
  return BigInt(Math.trunc(Number(value) * (Number(length) / scale)));
}

/**
 * The text that Go prints for a duration in milliseconds: `48h0m0s`, `1m30s`, `1.5s`, `250ms`, `0s`. The API server
 * returns every `metav1.Duration` in this form, so any other spelling shows up as drift.
 *
 * @see https://pkg.go.dev/time#Duration.String
 */
export function formatGoDuration(milliseconds: number): string {
  const whole = Math.trunc(milliseconds);
  const signed = BigInt(whole) * 1_000_000n + BigInt(Math.round((milliseconds - whole) * 1_000_000));
  const sign = signed < 0n ? '-' : '';
  const total = signed < 0n ? -signed : signed;
  if (total === 0n) return '0s';
  if (total < 1_000n) return `${sign}${total}ns`;
  if (total < 1_000_000n) return `${sign}${decimal(total, 1_000n)}µs`;
  if (total < 1_000_000_000n) return `${sign}${decimal(total, 1_000_000n)}ms`;
  const minutes = total / 60_000_000_000n;
  const seconds = `${decimal(total % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return `${sign}${seconds}`;
  return minutes < 60n ? `${sign}${minutes}m${seconds}` : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function decimal(amount: bigint, unit: bigint): string {
  const digits = String(unit).length - 1;
  const fraction = String(amount % unit)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(amount / unit) : `${amount / unit}.${fraction}`;
}
