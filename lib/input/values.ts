import { type Duration, type Size, SizeRoundingBehavior } from 'cdk8s';
import { isMapping } from '../formats/mapping.js';
import { dnsDomain, dnsLabel, dnsSubdomain, matches, type Syntax } from '../formats/name-syntax.js';
import { faultOf } from './fault.js';
import type { Shape } from './shape.js';

/** A value that passes a test. */
export function accepted<T>(expected: string, accepts: (value: unknown) => boolean): Shape<T> {
  return { expected, faults: (path, value) => (accepts(value) ? [] : [faultOf(path, value, expected)]) };
}

/** Text that matches a pattern from end to end; without one, any that is not empty. */
export function text(expected = 'text', pattern = /\S/): Shape<string> {
  return accepted(expected, (value) => typeof value === 'string' && pattern.test(value));
}

/** Any text, even empty, that is checked further elsewhere. */
export const anyText: Shape<string> = accepted('text', (value) => typeof value === 'string');

export const flag: Shape<boolean> = accepted('true or false', (value) => typeof value === 'boolean');

/** Only `false`: turns off a part that is on by default. */
export const off: Shape<false> = accepted('false', (value) => value === false);

/** A whole number in a range; with no upper bound, any from the lower one. */
export function integer(from: number, to = Number.POSITIVE_INFINITY): Shape<number> {
  return accepted(
    to === Number.POSITIVE_INFINITY ? `an integer of ${from} or more` : `an integer from ${from} to ${to}`,
    (value) => typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to,
  );
}

/** A port of every node. @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
export const nodePort: Shape<number> = integer(30_000, 32_767);

/** A number in a range, bounds included; with no upper bound, any from the lower one. */
export function decimal(from: number, to = Number.POSITIVE_INFINITY): Shape<number> {
  return accepted(
    to === Number.POSITIVE_INFINITY ? `a number of ${from} or more` : `a number from ${from} to ${to}`,
    (value) => typeof value === 'number' && value >= from && value <= to,
  );
}

/** A share of a whole, above 0 and below 1. */
export const share: Shape<number> = accepted(
  'a share above 0 and below 1, such as 0.999',
  (value) => typeof value === 'number' && value > 0 && value < 1,
);

/** An instance of a class. */
export function instance<T>(type: abstract new (...args: never[]) => T, expected: string): Shape<T> {
  return accepted(expected, (value) => value instanceof type);
}

/** An object whose options are checked by the construct that takes it. */
export function anyObject<T extends object>(): Shape<T> {
  return accepted('an object', isMapping);
}

/** A value that is checked by the construct that takes it. */
export function anything<T>(): Shape<T> {
  return accepted('a value', () => true);
}

/** A length of time, recognized by its methods because there may be two copies of cdk8s. */
export const duration: Shape<Duration> = amount(
  'a Duration of whole milliseconds, such as Duration.seconds(5)',
  'toMilliseconds',
  'ms',
  Number.isInteger,
);

/** A length of time above zero. */
export const timeSpan: Shape<Duration> = amount(
  'a Duration above zero, such as Duration.seconds(5)',
  'toMilliseconds',
  'ms',
  (milliseconds) => Number.isInteger(milliseconds) && milliseconds > 0,
);

/** An amount of bytes above zero. */
export const size: Shape<Size> = amount(
  'a Size above zero, such as Size.gibibytes(1)',
  'toKibibytes',
  'KiB',
  (kibibytes) => Number.isFinite(kibibytes) && kibibytes > 0,
);

/** An amount of bytes, zero included. */
export const anySize: Shape<Size> = amount(
  'a finite Size, such as Size.mebibytes(64)',
  'toKibibytes',
  'KiB',
  Number.isFinite,
);

/** DNS label: name of a namespace, a ServiceAccount, a label's value. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const label: Shape<string> = named(
  dnsLabel,
  'up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends',
);

/** Name of most objects. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
export const objectName: Shape<string> = named(
  dnsSubdomain,
  'up to 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends of each part',
);

/** DNS domain, whose labels have their own limit. */
export const domainName: Shape<string> = named(
  dnsDomain,
  'a DNS name of lower-case letters, digits, dashes and dots, such as cluster.local',
);

function named(syntax: Syntax, expected: string): Shape<string> {
  return accepted(expected, (value) => typeof value === 'string' && matches(value, syntax));
}

function amount<T>(expected: string, method: string, unit: string, accepts: (amount: number) => boolean): Shape<T> {
  return {
    expected,
    faults: (path, value) => {
      const convert = isMapping(value) ? value[method] : undefined;
      if (typeof convert !== 'function') return [faultOf(path, value, expected)];
      const found: unknown = convert.call(value, { integral: false, rounding: SizeRoundingBehavior.NONE });
      if (typeof found === 'number' && accepts(found)) return [];
      return [{ ...faultOf(path, value, expected), got: `${found} ${unit}` }];
    },
  };
}
