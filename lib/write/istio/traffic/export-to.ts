import type { ResolvedApplication, ResolvedService } from '../../workload/intents/resolved.js';
import type { NonEmpty } from '../../workload/non-empty.js';

/** Namespaces whose proxies read the routes of a service: its own, and those of its callers. */
export function exportTo(service: ResolvedService, { federation }: ResolvedApplication): NonEmpty<string> {
  const callers = service.inbound.map(({ from }) => from.namespace);
  // An east-west gateway tells the versions of a service apart only by its DestinationRule.
  if (federation !== undefined && callers.length > 0) callers.push(federation.gateway.namespace);
  const others = [...new Set(callers)].filter((namespace) => namespace !== service.workload.namespace).sort();
  return ['.', ...others];
}
