import type { Fault } from '../../../diagnostic.js';
import { nearest } from '../../../formats/did-you-mean.js';
import { parseLinkerdDuration } from '../../../formats/linkerd-duration.js';

/** What is wrong with one annotation that configures retries, timeouts or circuit breaking. */
export interface TrafficFault extends Pick<Fault, 'got' | 'expected' | 'effect' | 'fix'> {
  readonly key: string;
}

type Annotations = Readonly<Record<string, string>>;

interface Value {
  readonly expected: string;
  readonly accepts: (text: string) => boolean;
}

const DURATION: Value = {
  expected: 'a whole number with one of the units ms, s, m, h, d, such as 300ms',
  accepts: (text) => parseLinkerdDuration(text) !== undefined,
};
const whole = (most: number): Value => ({
  expected: `a whole number up to ${most}`,
  accepts: (text) => /^\d+$/.test(text) && Number(text) <= most,
});
const numberUpTo = (most: number): Value => ({
  expected: `a number from 0 to ${most}`,
  accepts: (text) => /^(?:\d+\.?\d*|\.\d+)$/.test(text) && Number(text) <= most,
});
const BOOLEAN: Value = { expected: 'true or false', accepts: (text) => text === 'true' || text === 'false' };

const isStatus = (text: string) => /^[1-5]\d\d$/.test(text);
const HTTP_CONDITIONS: Value = {
  expected: 'status codes, ranges, 5xx or gateway-error, separated by commas without spaces',
  accepts: (text) =>
    text.split(',').every((item) => {
      const [first = '', last = first, ...more] = item.split('-');
      if (/^(?:5xx|gateway-error)$/i.test(item) || isStatus(item)) return true;
      return more.length === 0 && isStatus(first) && isStatus(last) && Number(first) <= Number(last);
    }),
};
const GRPC_CONDITIONS: Value = {
  expected:
    'cancelled, deadline-exceeded, internal, resource-exhausted or unavailable, separated by commas without spaces',
  accepts: (text) =>
    text
      .split(',')
      .every((item) => /^(?:cancelled|deadline-exceeded|internal|resource-exhausted|unavailable)$/i.test(item)),
};

/** Annotation that turns on circuit breaking. */
export const BREAKER_MODE = 'balancer.linkerd.io/failure-accrual';
const CONSECUTIVE = `${BREAKER_MODE}-consecutive-`;

const VALUES: ReadonlyMap<string, Value> = new Map([
  ['retry.linkerd.io/http', HTTP_CONDITIONS],
  ['retry.linkerd.io/grpc', GRPC_CONDITIONS],
  ['retry.linkerd.io/limit', whole(65_535)],
  ['retry.linkerd.io/timeout', DURATION],
  ['timeout.linkerd.io/request', DURATION],
  ['timeout.linkerd.io/response', DURATION],
  ['timeout.linkerd.io/idle', DURATION],
  [
    BREAKER_MODE,
    { expected: 'consecutive or unified', accepts: (text) => text === 'consecutive' || text === 'unified' },
  ],
  [`${CONSECUTIVE}max-failures`, whole(4_294_967_295)],
  [`${CONSECUTIVE}max-penalty`, DURATION],
  [`${CONSECUTIVE}min-penalty`, DURATION],
  [`${CONSECUTIVE}jitter-ratio`, numberUpTo(100)],
  ['balancer.alpha.linkerd.io/penalize-failures', BOOLEAN],
  ['balancer.alpha.linkerd.io/load-biaser-penalty', DURATION],
  ['balancer.alpha.linkerd.io/load-biaser-max-retry-after', DURATION],
  ['balancer.alpha.linkerd.io/failure-accrual-honor-retry-after', BOOLEAN],
  ['balancer.alpha.linkerd.io/failure-accrual-success-rate-threshold', numberUpTo(1)],
  ['balancer.alpha.linkerd.io/failure-accrual-success-rate-window', DURATION],
  ['balancer.alpha.linkerd.io/failure-accrual-success-rate-min-requests', whole(4_294_967_295)],
]);

/** Whether a key is one by which Linkerd configures retries, timeouts or circuit breaking. */
export function isTrafficKey(key: string): boolean {
  return /^(?:retry|timeout|balancer|balancer\.alpha)\.linkerd\.io\//.test(key);
}

/** What the policy controller cannot use among the annotations of one object. */
export function trafficFaults(annotations: Annotations, release: '2.19' | '2.20' | undefined): readonly TrafficFault[] {
  const keys = Object.keys(annotations).filter(isTrafficKey);
  return [...keys.flatMap((key) => valueFault(key, annotations[key] ?? '')), ...breakerFaults(annotations, release)];
}

function valueFault(key: string, text: string): readonly TrafficFault[] {
  const value = VALUES.get(key);
  if (value === undefined) {
    const meant = nearest(key, [...VALUES.keys()]);
    const effect = 'Linkerd does not read this key.';
    const fix = meant === undefined ? 'Remove it.' : `Write ${meant}.`;
    return [{ key, got: key, expected: meant ?? 'an annotation that Linkerd reads', effect, fix }];
  }
  if (value.accepts(text)) return [];
  const effect = 'Linkerd drops the whole setting, and only writes a line to its log.';
  return [
    { key, got: text === '' ? 'an empty text' : text, expected: value.expected, effect, fix: 'Correct the value.' },
  ];
}

function breakerFaults(annotations: Annotations, release: '2.19' | '2.20' | undefined): readonly TrafficFault[] {
  const faults: TrafficFault[] = [];
  const mode = annotations[BREAKER_MODE];
  const [detail] = Object.keys(annotations).filter((key) => key.startsWith(`${BREAKER_MODE}-`) && VALUES.has(key));
  if (mode === undefined && detail !== undefined) {
    faults.push({
      key: detail,
      got: `${detail} without ${BREAKER_MODE}`,
      expected: 'both',
      effect: 'No circuit breaker runs.',
      fix: `Set ${BREAKER_MODE} to consecutive.`,
    });
  }
  if (mode === 'unified' && release === '2.19') {
    const fix = 'Write consecutive, the only breaker of 2.19.';
    faults.push({ key: BREAKER_MODE, got: mode, expected: 'consecutive', fix });
  }
  const most = parseLinkerdDuration(annotations[`${CONSECUTIVE}max-penalty`] ?? '1m');
  const least = parseLinkerdDuration(annotations[`${CONSECUTIVE}min-penalty`] ?? '1s');
  if (mode === undefined || most === undefined || least === undefined || (most > 0 && least <= most)) return faults;
  faults.push({
    key: `${CONSECUTIVE}${annotations[`${CONSECUTIVE}max-penalty`] === undefined ? 'min' : 'max'}-penalty`,
    got: `a penalty from ${least}ms to ${most}ms`,
    expected: 'a largest penalty above 0 that is not below the smallest; the defaults are 1s and 1m',
    effect: 'Linkerd drops the breaker.',
    fix: 'Correct the two.',
  });
  return faults;
}
