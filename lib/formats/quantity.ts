const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
/** Decimal exponents of the other suffixes. */
const DECIMAL: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const QUANTITY = /^([+-]?)0*(\d*)(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|[kMGTPEmun]|[eE][+-]?\d+)?$/;
const NANO = 10n ** 9n;
/** Go's int64: values with a binary suffix are capped at it. */
const LARGEST = (2n ** 63n - 1n) * NANO;

interface Parts {
  readonly negative: boolean;
  /** The digits before the decimal point without leading zeros, then those after it. */
  readonly digits: string;
  readonly fraction: string;
  readonly form: 'binary' | 'decimal' | 'exponent';
  /** Exponent of 2 in the binary form, of 10 in the others. */
  readonly exponent: number;
}

/**
 * The value of a Kubernetes quantity in billionths, exact, rounded up as the API server rounds; undefined for any other text.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(value: unknown): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const parts = partsOf(String(value));
  return parts === undefined ? undefined : inNano(parts);
}

function partsOf(text: string): Parts | undefined {
  const match = /\d/.test(text.replace(/[eE][+-]?\d+$/, '')) ? QUANTITY.exec(text) : null;
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  const parts = { negative: sign === '-', digits: (whole || '0') + fraction, fraction };
  if (BINARY.includes(suffix)) return { ...parts, form: 'binary', exponent: 10 * (BINARY.indexOf(suffix) + 1) };
  const exponent = DECIMAL[suffix];
  if (exponent !== undefined) return { ...parts, form: 'decimal', exponent };
  return { ...parts, form: 'exponent', exponent: Number(suffix.slice(1)) };
}

function inNano({ negative, digits, fraction, form, exponent }: Parts): bigint {
  const power = (form === 'binary' ? 2n : 10n) ** BigInt(Math.abs(exponent));
  const [numerator, denominator] = exponent < 0 ? [NANO, power] : [NANO * power, 1n];
  const scale = 10n ** BigInt(fraction.length) * denominator;
  const magnitude = (BigInt(digits) * numerator + scale - 1n) / scale;
  const capped = form === 'binary' && magnitude > LARGEST ? LARGEST : magnitude;
  return negative ? -capped : capped;
}

/**
 * The text that the API server stores for a quantity and never rewrites, so that a GitOps controller sees no drift:
 * `1000m` is `1`, `1024Mi` is `1Gi`, `0.5` is `500m`. Text that is not a quantity is returned unchanged.
 *
 * @see https://github.com/kubernetes/apimachinery/blob/v0.35.4/pkg/api/resource/quantity.go
 */
export function canonicalQuantity(text: string | number): string {
  const source = String(text);
  const known = canonicalTexts.get(source);
  if (known !== undefined) return known;
  const made = canonicalText(source);
  if (canonicalTexts.size < CACHE_LIMIT) canonicalTexts.set(source, made);
  return made;
}

/** A fleet repeats the same few quantities. */
const canonicalTexts = new Map<string, string>();
const CACHE_LIMIT = 1_000;

function canonicalText(source: string): string {
  const parts = partsOf(source);
  if (parts === undefined || isKept(parts)) return source;
  const nano = inNano(parts);
  if (nano === 0n) return '0';
  if (parts.form === 'exponent') {
    const [number, exponent] = scientific(nano);
    return exponent === 0 ? number : `${number}e${exponent}`;
  }
  const small = nano > -1024n * NANO && nano < 1024n * NANO;
  if (parts.form === 'binary' && !small && nano % (1024n * NANO) === 0n) return binaryText(nano / NANO);
  const [number, exponent] = scientific(nano);
  const suffix = Object.keys(DECIMAL).find((candidate) => DECIMAL[candidate] === exponent);
  // Above 999E the server drops the suffix, so the text is left alone.
  return suffix === undefined ? source : number + suffix;
}

/** Text that the server keeps, although its parser would format it differently: `+5`, `1.500`. */
function isKept({ digits, fraction, form, exponent }: Parts): boolean {
  if (form === 'binary') {
    const room = 15 - digits.length - Math.trunc((exponent * 3) / 10) - 1;
    return fraction === '' && room >= 0 && BigInt(digits) % 8n !== 0n;
  }
  const scale = exponent - fraction.length;
  const plain = scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
  return plain && scale >= -9 && digits.length <= 18;
}

/** A number without trailing zeros, and its exponent of ten, a multiple of three. */
function scientific(nano: bigint): [number: string, exponent: number] {
  let [number, exponent] = [nano, -9];
  for (; number % 1000n === 0n; exponent += 3) number /= 1000n;
  return [String(number), exponent];
}

function binaryText(value: bigint): string {
  let [number, steps] = [value, 0];
  for (; number % 1024n === 0n && steps < BINARY.length; steps += 1) number /= 1024n;
  return `${number}${BINARY[steps - 1] ?? ''}`;
}
