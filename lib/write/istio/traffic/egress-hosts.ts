import type { Application } from '../../workload/intents/application.js';
import type { ExternalHost } from '../../workload/intents/egress.js';
import type { Service } from '../../workload/intents/service.js';
import { isNonEmpty, type NonEmpty } from '../policy/non-empty.js';

/** A host outside the cluster, and the services that may reach it. */
export interface EgressHost extends ExternalHost {
  readonly callers: NonEmpty<Service>;
}

/** The hosts that an application reaches, each once, by name. */
export function egressHosts({ services }: Application): readonly EgressHost[] {
  const stated = services.flatMap((service) => (service.egress ?? []).map((external) => ({ external, service })));
  const names = [...new Set(stated.map(({ external }) => external.host))].sort();
  return names.flatMap((name): EgressHost[] => {
    const own = stated.filter(({ external }) => external.host === name);
    const callers = [...new Set(own.map(({ service }) => service))];
    const external = own[0]?.external;
    return external !== undefined && isNonEmpty(callers) ? [{ ...external, callers }] : [];
  });
}

/** Namespaces of the services that reach a host, sorted. */
export function egressNamespaces(callers: readonly Service[]): readonly string[] {
  return [...new Set(callers.map(({ workload }) => workload.namespace))].sort();
}
