import type { LinkerdValues } from '../control-plane/values.js';
import type { CniValues } from './cni-values.js';

export const CNI_CONFIG = 'linkerd-cni-config';

/** What the installer writes to each node. The plugin's own configuration is JSON; the installer fills in the path of the kubeconfig. */
export function cniConfig(values: LinkerdValues, cni: CniValues) {
  return {
    dest_cni_net_dir: cni.destCNINetDir,
    dest_cni_bin_dir: cni.destCNIBinDir,
    cni_network_config: `${JSON.stringify(pluginConfig(values, cni), undefined, 2)}\n`,
  };
}

function pluginConfig({ disableIPv6, proxy }: LinkerdValues, cni: CniValues) {
  return {
    name: 'linkerd-cni',
    type: 'linkerd-cni',
    log_level: cni.logLevel,
    kubernetes: { kubeconfig: '__KUBECONFIG_FILEPATH__' },
    linkerd: {
      'incoming-proxy-port': proxy.ports.inbound,
      'outgoing-proxy-port': proxy.ports.outbound,
      'proxy-uid': proxy.uid,
      ...(proxy.gid >= 0 && { 'proxy-gid': proxy.gid }),
      'ports-to-redirect': split(cni.portsToRedirect).map(Number),
      'inbound-ports-to-ignore': [
        String(proxy.ports.admin),
        String(proxy.ports.control),
        ...split(cni.ignoreInboundPorts),
      ],
      ...(cni.ignoreOutboundPorts && { 'outbound-ports-to-ignore': split(cni.ignoreOutboundPorts) }),
      simulate: false,
      'use-wait-flag': cni.useWaitFlag,
      'iptables-mode': cni.iptablesMode,
      ipv6: !disableIPv6,
    },
  };
}

function split(ports: string): string[] {
  return ports === '' ? [] : ports.split(',').map((port) => port.trim());
}
