import type { Application } from '../../workload/intents/application.js';
import type { Service } from '../../workload/intents/service.js';

/** How messages name a service of an application, and what is stated there. */
export interface Place {
  /** Namespace and name. */
  readonly service: string;
  /** A field as the place of a fault. */
  field(name: string): string;
  /** A field in the middle of a sentence. */
  of(name: string): string;
}

/** The place of a service. */
export function placeOf(application: Application, { workload }: Service): Place {
  const service = `${workload.namespace}/${workload.name}`;
  return {
    service,
    field: (name) => `Application '${application.name}': service '${service}': ${name}`,
    of: (name) => `${name} of service '${service}'`,
  };
}
