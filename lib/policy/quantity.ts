import type { Found } from './read.js';

const QUANTITY = /^([-+]?)(\d+\.?\d*|\.\d+)(?:([KMGTPE]i|[numkMGTPE])|[eE]([-+]?\d{1,3}))?$/;

const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const NANO_DIGITS = 9;

/**
 * A Kubernetes quantity (`250m`, `1.5Gi`, `1e3`, 2) in billionths, exact, rounded up as the API server rounds; undefined where it is
 * no quantity.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(value: Found): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = QUANTITY.exec(String(value));
  if (match === null) return undefined;
  const [, sign, number = '', suffix = '', exponent = '0'] = match;
  const [whole = '', fraction = ''] = number.split('.');
  const binary = BINARY.indexOf(suffix) + 1;
  const power = (DECIMAL[suffix] ?? 0) + Number(exponent) + NANO_DIGITS - fraction.length;
  const digits = BigInt(whole + fraction) * 1024n ** BigInt(binary);
  const magnitude = power >= 0 ? digits * 10n ** BigInt(power) : dividedUp(digits, 10n ** BigInt(-power));
  return sign === '-' ? -magnitude : magnitude;
}

function dividedUp(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}
