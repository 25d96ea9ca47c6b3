import type { ChartValues } from './chart-options.js';

/** Values of the linkerd-cni chart that ours takes from the control plane. */
const SHARED: { readonly [value: string]: readonly string[] } = {
  disableIPv6: ['disableIPv6'],
  inboundProxyPort: ['proxy', 'ports', 'inbound'],
  outboundProxyPort: ['proxy', 'ports', 'outbound'],
  proxyAdminPort: ['proxy', 'ports', 'admin'],
  proxyControlPort: ['proxy', 'ports', 'control'],
  proxyGID: ['proxy', 'gid'],
  proxyUID: ['proxy', 'uid'],
};

/** The values of a linkerd2-cni chart, separated from those that the control plane decides in our construct. */
export function cniOptions(given: ChartValues): { readonly cni: ChartValues; readonly controlPlane: ChartValues } {
  const controlPlane: Record<string, unknown> = {};
  for (const [name, path] of Object.entries(SHARED)) {
    if (given[name] !== undefined) place(controlPlane, path, given[name]);
  }
  const own = Object.entries(given).filter(([name]) => !(name in SHARED) && name !== 'enablePSP');
  return { cni: Object.fromEntries(own), controlPlane };
}

function place(tree: Record<string, unknown>, [step = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[step] = value;
    return;
  }
  const below = (tree[step] ?? {}) as Record<string, unknown>;
  tree[step] = below;
  place(below, rest, value);
}
