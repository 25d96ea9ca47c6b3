import type { Format } from 'ajv';
import { isAddress } from '../../formats/cidr.js';
import { parseGoDuration } from '../../formats/go-duration.js';
import { parseQuantity } from '../../formats/quantity.js';

const INT32 = 2 ** 31;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** What Istio accepts as a timeout or an interval. */
function isWholeMilliseconds(text: string): boolean {
  const length = parseGoDuration(text);
  // Sums of fractions such as 1.1s and 0.1s miss a whole number by less than a nanosecond.
  return length !== undefined && length >= 1 && Math.abs(length - Math.round(length)) < 1e-6;
}

/** What each format accepts. `int-or-string` accepts anything: it is a format only for its message. */
export const formats: Readonly<Record<string, Format>> = {
  int32: { type: 'number', validate: (value: number) => value >= -INT32 && value < INT32 },
  int64: { type: 'number', validate: Number.isInteger },
  float: { type: 'number', validate: Number.isFinite },
  double: { type: 'number', validate: Number.isFinite },
  byte: BASE64,
  ipv4: (text: string) => isAddress(text) && !text.includes(':'),
  ipv6: (text: string) => isAddress(text) && text.includes(':'),
  'int-or-string': true,
  quantity: (text: string) => parseQuantity(text) !== undefined,
  'date-time': DATE_TIME,
  duration: (text: string) => parseGoDuration(text) !== undefined,
  'istio-duration': isWholeMilliseconds,
};

/** How messages describe a value of a format. */
export const formatWords: Readonly<Record<string, string>> = {
  int32: 'a 32-bit integer',
  int64: 'a 64-bit integer',
  float: 'a finite number',
  double: 'a finite number',
  byte: 'text in base64',
  ipv4: 'an IPv4 address such as 192.0.2.1',
  ipv6: 'an IPv6 address such as 2001:db8::1',
  'int-or-string': 'an integer or a string',
  quantity: 'a quantity such as 100m, 0.5, 64Mi or 2Gi',
  'date-time': 'a time such as 2006-01-02T15:04:05Z',
  duration: 'a duration such as 300ms, 10s or 1h30m',
  'istio-duration': 'a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m',
};
