import type { Format } from 'ajv';

const INT32 = 2 ** 31;
const QUANTITY = /^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;
const DURATION = /^[+-]?(0|([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+$/;
const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/** The length of a duration as Go writes it; undefined where the text is none. */
export function durationMs(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  const parts = [...text.matchAll(/([0-9.]+)(ns|us|µs|μs|ms|s|m|h)/g)];
  const length = parts.reduce((sum, [, number, unit]) => sum + Number(number) * (UNIT_MS[unit ?? ''] ?? 0), 0);
  return text.startsWith('-') ? -length : length;
}

/** What Istio takes for a timeout or an interval. */
function isWholeMilliseconds(text: string): boolean {
  const length = durationMs(text);
  // Sums of fractions such as 1.1s and 0.1s miss a whole number by less than a nanosecond.
  return length !== undefined && length >= 1 && Math.abs(length - Math.round(length)) < 1e-6;
}

/** What each format accepts. Lists of any text, such as `int-or-string`, are formats for the sake of their message. */
export const formats: Readonly<Record<string, Format>> = {
  int32: { type: 'number', validate: (value: number) => value >= -INT32 && value < INT32 },
  int64: { type: 'number', validate: Number.isInteger },
  float: { type: 'number', validate: Number.isFinite },
  'int-or-string': true,
  quantity: QUANTITY,
  'date-time': DATE_TIME,
  duration: DURATION,
  'istio-duration': isWholeMilliseconds,
};

/** How messages describe a value of a format. */
export const formatWords: Readonly<Record<string, string>> = {
  int32: 'a 32-bit integer',
  int64: 'a 64-bit integer',
  float: 'a finite number',
  'int-or-string': 'an integer or a string',
  quantity: 'a quantity such as 100m, 0.5, 64Mi or 2Gi',
  'date-time': 'a time such as 2006-01-02T15:04:05Z',
  duration: 'a duration such as 300ms, 10s or 1h30m',
  'istio-duration': 'a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m',
};
