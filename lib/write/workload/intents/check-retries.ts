import type { Diagnostic } from '../../../diagnostic.js';
import { nonIdempotentSenders } from './check-repeats.js';
import type { ResolvedService } from './resolved.js';

/** What is wrong with the tries of one service, in whatever mesh. */
export function checkRetries(where: string, service: ResolvedService): Diagnostic[] {
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
      where: `${where}.retries`,
      got: `${attempts + 1} tries, of which the last begins after ${begun} ms, while ${where}.timeout is ${whole} ms`,
      expected: 'a timeout that leaves room for the last try: it ends all of them together',
      fix: 'Raise timeout, or lower attempts or perTryTimeout: the last try would never be made.',
    });
  }
  if (accepts.unreachableTimeout !== undefined && (whole === undefined || ended >= whole)) {
    problems.push({
      where: `${where}.retries.accepts.unreachableTimeout`,
      got: `stated, while ${whole === undefined ? 'there is no timeout' : `${attempts + 1} tries may use up ${where}.timeout of ${whole} ms`}`,
      expected: 'nothing: there is nothing to accept',
      fix: 'Drop it.',
    });
  }
  if (accepts.repeatsNonIdempotent !== undefined && nonIdempotentSenders(service).length === 0) {
    problems.push({
      where: `${where}.retries.accepts.repeatsNonIdempotent`,
      got: 'stated, while every caller is held to methods that may be repeated',
      expected: 'nothing: there is nothing to accept',
      fix: 'Drop it.',
    });
  }
  return problems;
}
