import type { Place } from '../../../input/place.js';
import { peerKey } from '../peer.js';
import type { Application } from './application.js';
import type { Service } from './service.js';

/** How diagnostics name an application. */
export function placeOfApplication({ name }: Pick<Application, 'name'>, path = ''): Place {
  return { where: `Application '${name}'`, path };
}

/** How diagnostics name a service of an application; paths below it are options of the service. */
export function placeOf({ workload }: Service, { name }: Pick<Application, 'name'>): Place {
  return { where: `Application '${name}': service '${peerKey(workload)}'`, path: '' };
}

/** An option of a service in the middle of a sentence about another service. */
export function optionOf({ workload }: Service, option: string): string {
  return `${option} of service '${peerKey(workload)}'`;
}
