import { hostName } from '../../../formats/name-syntax.js';
import type { Gateway } from '../../workload/gateway.js';
import type { Application } from '../../workload/intents/application.js';

/** Name of what an application states at a gateway, which may serve others too. */
export function gatewayName({ name }: Application, gateway: Gateway): string {
  return `${name}-${gateway.name}`;
}

/** A host as a DNS label, as the names of ports and subsets are. */
export function hostLabel(host: string): string {
  return hostName(host).replaceAll('.', '-');
}
