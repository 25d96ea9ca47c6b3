import type { Application } from '../../workload/intents/application.js';
import type { Service } from '../../workload/intents/service.js';
import { peerKey } from '../../workload/peer.js';
import type { Place } from '../../workload/place.js';

/** How diagnostics name a service of an application. */
export function placeOf({ name }: Application, { workload }: Service): Place {
  return { where: `Application '${name}': service '${peerKey(workload)}'`, path: '' };
}

/** An option of a service in the middle of a sentence. */
export function optionOf({ workload }: Service, option: string): string {
  return `${option} of service '${peerKey(workload)}'`;
}
