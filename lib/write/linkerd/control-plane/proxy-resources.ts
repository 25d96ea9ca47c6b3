import { limitAndRequest } from './limit-and-request.js';
import type { ProxyResourceValues, ResourceValues } from './shared-values.js';
import type { LinkerdValues } from './values.js';

/** Resources of the proxy in a controller's pod: its own if set, otherwise those of all proxies. */
export function controllerProxyResources(
  { proxy }: LinkerdValues,
  own: ProxyResourceValues | undefined,
): ResourceValues {
  if (own === undefined) return proxy.resources;
  return {
    cpu: limitAndRequest(own.cpu, proxy.resources.cpu),
    memory: limitAndRequest(own.memory, proxy.resources.memory),
    'ephemeral-storage': limitAndRequest(own['ephemeral-storage'], proxy.resources['ephemeral-storage']),
  };
}
