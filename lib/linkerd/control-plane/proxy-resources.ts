import type { LimitAndRequest, LinkerdValues, ProxyResourceValues, ResourceValues } from './values.js';

/** Resources of the proxy beside a controller: its own where they are set, those of all proxies for the rest. */
export function controllerProxyResources(
  { proxy }: LinkerdValues,
  own: ProxyResourceValues | undefined,
): ResourceValues {
  if (own === undefined) return proxy.resources;
  return {
    cpu: either(own.cpu, proxy.resources.cpu),
    memory: either(own.memory, proxy.resources.memory),
    'ephemeral-storage': either(own['ephemeral-storage'], proxy.resources['ephemeral-storage']),
  };
}

function either(own: Partial<LimitAndRequest> | undefined, shared: LimitAndRequest | undefined): LimitAndRequest {
  return { limit: own?.limit || shared?.limit || '', request: own?.request || shared?.request || '' };
}
