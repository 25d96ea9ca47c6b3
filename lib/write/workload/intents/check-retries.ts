import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import { nonIdempotentSenders } from './check-repeats.js';
import type { ResolvedService } from './resolved.js';

/** Faults in the retries of a service, whatever the mesh. */
export function checkRetries(place: Place, service: ResolvedService): Diagnostic[] {
  const {
    retries,
    timeout,
    budget: { lastTry },
  } = service;
  if (retries === undefined || lastTry === undefined) return [];
  const { attempts, accepts = {} } = retries;
  const whole = timeout?.toMilliseconds();
  const { begins: begun, ends: ended } = lastTry;
  const problems: Diagnostic[] = [];
  if (whole !== undefined && begun >= whole) {
    problems.push({
      ...at(place, 'retries'),
      got: `${attempts + 1} tries, the last of which begins after ${begun} ms, but timeout is ${whole} ms`,
      expected: 'a timeout that leaves time for the last try: it ends all tries together',
      fix: 'Raise timeout, or lower attempts or perTryTimeout. Otherwise the last try is never made.',
    });
  }
  if (accepts.unreachableTimeout !== undefined && (whole === undefined || ended >= whole)) {
    problems.push({
      ...at(place, 'retries.accepts.unreachableTimeout'),
      got: `stated, but ${whole === undefined ? 'there is no timeout' : `${attempts + 1} tries may use up timeout of ${whole} ms`}`,
      expected: 'nothing: there is nothing to accept',
      fix: 'Drop it.',
    });
  }
  if (accepts.repeatsNonIdempotent !== undefined && nonIdempotentSenders(service).length === 0) {
    problems.push({
      ...at(place, 'retries.accepts.repeatsNonIdempotent'),
      got: 'stated, but every caller is limited to methods that are safe to repeat',
      expected: 'nothing: there is nothing to accept',
      fix: 'Drop it.',
    });
  }
  return problems;
}
