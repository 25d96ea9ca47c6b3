import type { Diagnostic } from '../../lib/diagnostic.js';
import { checkProps } from '../../lib/input/shape.js';
import { APPLICATION, type Application, applicationLabel } from '../../lib/write/workload/intents/application.js';
import { checkIntents } from '../../lib/write/workload/intents/check-intents.js';
import { type PodsOfGateway, resolve } from '../../lib/write/workload/intents/resolve.js';
import type { ResolvedApplication, ResolvedService } from '../../lib/write/workload/intents/resolved.js';

/** What is wrong with an application in any mesh: its shape, or else what contradicts itself. */
export function checkApplication(application: Application): Diagnostic[] {
  const malformed = checkProps(applicationLabel(application), application, APPLICATION);
  return malformed.length > 0 ? malformed : checkIntents(resolve(application));
}

/** A resolved application, and the first of its services. */
export function resolvedFirst(
  application: Application,
  podsOfGateway?: PodsOfGateway,
): { readonly application: ResolvedApplication; readonly service: ResolvedService } {
  const resolved = resolve(application, podsOfGateway);
  const [service] = resolved.services;
  if (service === undefined) throw new Error('The application has no service.');
  return { application: resolved, service };
}
