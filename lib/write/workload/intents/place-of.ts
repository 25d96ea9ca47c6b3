import type { Place } from '../place.js';
import type { Application } from './application.js';
import type { Service } from './service.js';

/** How diagnostics name a service of an application. */
export function placeOf({ workload }: Service, { name }: Pick<Application, 'name'>): Place {
  return { where: `Application '${name}'`, path: `service ${workload.name}` };
}
