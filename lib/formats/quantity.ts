const SUFFIXES: Record<string, bigint> = {
  Ki: 2n ** 10n,
  Mi: 2n ** 20n,
  Gi: 2n ** 30n,
  Ti: 2n ** 40n,
  Pi: 2n ** 50n,
  Ei: 2n ** 60n,
  k: 10n ** 3n,
  M: 10n ** 6n,
  G: 10n ** 9n,
  T: 10n ** 12n,
  P: 10n ** 15n,
  E: 10n ** 18n,
};
const FRACTIONS: Record<string, bigint> = { m: 10n ** 6n, u: 10n ** 3n, n: 1n };
const NANO = 10n ** 9n;
const QUANTITY = /^([+-]?)(\d+)?(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|[kMGTPEmun]|[eE][+-]?\d+)?$/;

/**
 * The value of a Kubernetes quantity in billionths, exact, rounded up as the API server rounds; undefined where it is none.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(value: unknown): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = QUANTITY.exec(String(value));
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const [numerator, denominator] = unitInNano(suffix);
  const digits = BigInt(whole + fraction);
  const scale = 10n ** BigInt(fraction.length) * denominator;
  const magnitude = (digits * numerator + scale - 1n) / scale;
  return sign === '-' ? -magnitude : magnitude;
}

function unitInNano(suffix: string): [numerator: bigint, denominator: bigint] {
  const fraction = FRACTIONS[suffix];
  if (fraction !== undefined) return [fraction, 1n];
  if (/^[eE][+-]?\d/.test(suffix)) {
    const exponent = BigInt(suffix.slice(1));
    return exponent < 0n ? [NANO, 10n ** -exponent] : [NANO * 10n ** exponent, 1n];
  }
  return [NANO * (SUFFIXES[suffix] ?? 1n), 1n];
}

/**
 * The text into which the API server turns a quantity, so that a GitOps controller sees no drift: `1000m` is `1`,
 * `1024Mi` is `1Gi`, `0.5` is `500m`. Returned as it is where the text is no quantity.
 *
 * @see https://github.com/kubernetes/apimachinery/blob/v0.28.0/pkg/api/resource/quantity.go
 */
export function canonicalQuantity(text: string | number): string {
  const source = String(text);
  const known = canonicalTexts.get(source);
  if (known !== undefined) return known;
  const made = canonicalText(source);
  if (canonicalTexts.size < CACHE_LIMIT) canonicalTexts.set(source, made);
  return made;
}

/** A fleet asks for the same few quantities over and over. */
const canonicalTexts = new Map<string, string>();
const CACHE_LIMIT = 1_000;

function canonicalText(source: string): string {
  const nano = parseQuantity(source);
  if (nano === undefined) return source;
  if (nano === 0n) return '0';
  if (source.endsWith('i')) return binaryText(nano) ?? decimalText(nano, source);
  return decimalText(nano, source);
}

function binaryText(nano: bigint): string | undefined {
  if (nano % NANO !== 0n) return undefined;
  const value = nano / NANO;
  const size = ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki'].find((unit) => value % (SUFFIXES[unit] ?? 1n) === 0n);
  return size === undefined ? undefined : `${value / (SUFFIXES[size] ?? 1n)}${size}`;
}

function decimalText(nano: bigint, source: string): string {
  // The server keeps the form it was given: an exponent stays one.
  if (/[eE][+-]?\d+$/.test(source)) return source;
  if (nano % NANO === 0n) {
    const value = nano / NANO;
    const unit = ['E', 'P', 'T', 'G', 'M', 'k'].find((suffix) => value % (SUFFIXES[suffix] ?? 1n) === 0n);
    return unit === undefined ? String(value) : `${value / (SUFFIXES[unit] ?? 1n)}${unit}`;
  }
  const unit = ['m', 'u', 'n'].find((suffix) => nano % (FRACTIONS[suffix] ?? 1n) === 0n) ?? 'n';
  return `${nano / (FRACTIONS[unit] ?? 1n)}${unit}`;
}
