import type { WorkloadPort } from '../port.js';
import type { Service } from './service.js';

/** How often callers of a service send one request, and how long they wait for the answer; times in milliseconds. */
export interface Budget {
  /** Times that one request is sent at most, the first try included. */
  readonly tries: number;
  /** The option that ends a single try. @default - nothing ends it */
  readonly tryTimeout?: { readonly option: 'timeout' | 'retries.perTryTimeout'; readonly milliseconds: number };
  /** Time that a caller waits at most, all tries together. @default - no limit */
  readonly wait?: number;
  /** When the last try begins and ends, if each takes as long as it may. @default - no retries are stated */
  readonly lastTry?: { readonly begins: number; readonly ends: number };
}

/**
 * The budget of a service.
 *
 * @param requestPorts ports on whose requests timeout and retries act; without any, callers neither try again nor stop waiting
 */
export function budgetOf({ timeout, retries }: Service, requestPorts: readonly WorkloadPort[]): Budget {
  const each = retries?.perTryTimeout.toMilliseconds();
  const lastTry =
    retries === undefined || each === undefined
      ? undefined
      : { begins: retries.attempts * each, ends: (retries.attempts + 1) * each };
  const stated = lastTry && { lastTry };
  if (requestPorts.length === 0) return { tries: 1, ...stated };
  const tryEnd = each ?? timeout?.toMilliseconds();
  const wait = timeout?.toMilliseconds() ?? lastTry?.ends;
  return {
    tries: 1 + (retries?.attempts ?? 0),
    ...(tryEnd !== undefined && {
      tryTimeout: { option: each === undefined ? 'timeout' : 'retries.perTryTimeout', milliseconds: tryEnd },
    }),
    ...(wait !== undefined && { wait }),
    ...stated,
  };
}
