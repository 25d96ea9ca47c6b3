import { calledPorts } from './called-ports.js';
import type { Retries } from './resilience.js';
import type { Service } from './service.js';

/** What callers do with requests to a service; nothing where it gets none that a mesh tells apart. */
function carried(service: Service): Pick<Service, 'timeout' | 'retries'> {
  return calledPorts(service).length === 0 ? {} : service;
}

/** Times that a request to a service is sent at most, the first among them. */
export function triesOf(service: Service): number {
  return 1 + (carried(service).retries?.attempts ?? 0);
}

/** The option that ends a try of a request to a service; undefined where nothing does. */
export function endOfTry(service: Service): { readonly option: string; readonly milliseconds: number } | undefined {
  const { retries, timeout } = carried(service);
  const end = retries?.perTryTimeout ?? timeout;
  if (end === undefined) return undefined;
  return {
    option: retries === undefined ? 'timeout' : 'retries.perTryTimeout',
    milliseconds: end.toMilliseconds(),
  };
}

/** Time that callers may wait for a service, all tries together, in milliseconds; undefined where nothing ends it. */
export function longestWait(service: Service): number | undefined {
  const { retries, timeout } = carried(service);
  return timeout?.toMilliseconds() ?? (retries && lastTryEnds(retries));
}

/** When the last try begins, where each before it takes as long as it may, in milliseconds. */
export function lastTryBegins({ attempts, perTryTimeout }: Retries): number {
  return attempts * perTryTimeout.toMilliseconds();
}

/** When the last try ends, where each takes as long as it may, in milliseconds. */
export function lastTryEnds({ attempts, perTryTimeout }: Retries): number {
  return (attempts + 1) * perTryTimeout.toMilliseconds();
}
