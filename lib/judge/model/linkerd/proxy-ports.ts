import type { PodTemplate } from '../pods/pod.js';

/** Port on which the proxy takes inbound connections, whatever port the peer asks for. */
export const PROXY_PORT = 4143;

/** A port of Linkerd's proxy. */
export interface LinkerdProxyPort {
  /** The annotation that moves it, without its prefix. */
  readonly option: string;
  /** The name under which the injected container declares it; undefined if it does not. */
  readonly name: string | undefined;
  readonly number: number;
}

const PREFIX = 'config.linkerd.io/';
const DEFAULTS: readonly LinkerdProxyPort[] = [
  { option: 'inbound-port', name: 'linkerd-proxy', number: PROXY_PORT },
  { option: 'outbound-port', name: undefined, number: 4140 },
  { option: 'control-port', name: undefined, number: 4190 },
  { option: 'admin-port', name: 'linkerd-admin', number: 4191 },
];

/**
 * The ports that Linkerd's proxy has in pods into which it is injected.
 *
 * @see https://linkerd.io/2-edge/reference/proxy-configuration/
 */
export function linkerdProxyPorts(pod: PodTemplate): readonly LinkerdProxyPort[] {
  return DEFAULTS.map((port) => ({ ...port, number: numberIn(pod, port.option) ?? port.number }));
}

function numberIn({ annotations }: PodTemplate, option: string): number | undefined {
  const value = annotations[`${PREFIX}${option}`];
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}
