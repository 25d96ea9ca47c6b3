import { hostName } from '../../../formats/name-syntax.js';
import type { Gateway } from '../../workload/gateway.js';
import type { Application } from '../../workload/intents/application.js';

/** Name of an application's objects for a gateway that other applications may share. */
export function gatewayName({ name }: Application, gateway: Gateway): string {
  return `${name}-${gateway.name}`;
}

/** A host as a DNS label, for names of ports and subsets. */
export function hostLabel(host: string): string {
  return hostName(host).replaceAll('.', '-');
}
