import type { Diagnostic } from '../../../diagnostic.js';
import type { Place } from '../../../input/place.js';
import { speaksHttp } from '../port.js';
import { findPort } from '../workload.js';
import type { Method } from './caller.js';
import type { Service } from './service.js';

/** Methods whose requests take effect again each time they are sent. @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
const NON_IDEMPOTENT: readonly Method[] = ['POST', 'PATCH'];

/** Describes who may send a service requests that are unsafe to repeat. A gRPC call is a POST. */
export function nonIdempotentSenders({ workload, callers, ingress = [] }: Service): readonly string[] {
  const isHttp = (name: string) => {
    const port = findPort(workload, name);
    return port !== undefined && speaksHttp(port);
  };
  const calls = (callers === 'nobody' ? [] : callers).flatMap(({ from, port, methods }): string[] => {
    const risky = methods?.filter((method) => NON_IDEMPOTENT.includes(method));
    if (!isHttp(port) || risky?.length === 0) return [];
    return [`${from.name} may send ${risky?.join(' and ') ?? 'any method'}`];
  });
  const entries = ingress
    .filter(({ port }) => isHttp(port))
    .map(({ gateway }) => `gateway ${gateway.name} may send any method`);
  return [...new Set([...calls, ...entries])];
}

/** The case in which a mesh repeats a request that may have taken effect. */
export interface Repeats {
  /** Failures after which it repeats the request. */
  readonly after: readonly string[];
  /** What would be safe: the end of `expected …`. */
  readonly harmless: string;
}

/** Reports that requests which took effect are sent again, unless all callers use safe methods, or a reason is stated. */
export function checkRepeats(place: Place, service: Service, { after, harmless }: Repeats): Diagnostic[] {
  const senders = nonIdempotentSenders(service);
  if (senders.length === 0 || service.retries?.accepts?.repeatsNonIdempotent !== undefined) return [];
  return [
    {
      ...place,
      got: `unsafe: a request is sent again after ${after.join(' and ')}, although it may have taken effect; and ${senders.join(' and ')}`,
      expected: `${harmless}, or callers limited to methods other than ${NON_IDEMPOTENT.join(' and ')}`,
      fix: "Change it, or state why it is safe: retries.accepts { repeatsNonIdempotent: 'why' }.",
    },
  ];
}
