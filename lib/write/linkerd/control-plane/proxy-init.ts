import type { Container } from '../../../../imports/k8s.js';
import { proxyInitImage } from './images.js';
import { resourceRequirements } from './resource-requirements.js';
import type { ResourceValues } from './shared-values.js';
import type { LinkerdValues } from './values.js';

/** The init container that redirects a control-plane pod's traffic to its proxy. @see https://linkerd.io/2-edge/reference/architecture/#linkerd-init-container */
export function proxyInit(values: LinkerdValues, resources: ResourceValues): Container {
  const { proxy, proxyInit: init } = values;
  // Only root may set a kernel parameter.
  const privileged = init.privileged || init.closeWaitTimeoutSecs > 0;
  return {
    name: 'linkerd-init',
    ...proxyInitImage(values),
    args: [
      ...(init.iptablesMode === 'nft'
        ? ['--firewall-bin-path', 'iptables-nft', '--firewall-save-bin-path', 'iptables-nft-save']
        : []),
      ...(values.disableIPv6 ? ['--ipv6=false'] : []),
      ...['--incoming-proxy-port', String(proxy.ports.inbound)],
      ...['--outgoing-proxy-port', String(proxy.ports.outbound)],
      ...['--proxy-uid', String(proxy.uid)],
      ...(proxy.gid >= 0 ? ['--proxy-gid', String(proxy.gid)] : []),
      '--inbound-ports-to-ignore',
      [proxy.ports.control, proxy.ports.admin, ...(init.ignoreInboundPorts ? [init.ignoreInboundPorts] : [])].join(','),
      // A controller calls the API server before its proxy is ready.
      ...(init.kubeAPIServerPorts ? ['--outbound-ports-to-ignore', init.kubeAPIServerPorts] : []),
      ...(init.closeWaitTimeoutSecs > 0 ? ['--timeout-close-wait-secs', String(init.closeWaitTimeoutSecs)] : []),
      ...(init.logFormat ? ['--log-format', init.logFormat] : []),
      ...(init.logLevel ? ['--log-level', init.logLevel] : []),
      ...(init.skipSubnets ? ['--subnets-to-ignore', init.skipSubnets] : []),
    ],
    resources: resourceRequirements(resources),
    securityContext: {
      allowPrivilegeEscalation: privileged,
      capabilities: {
        add: ['NET_ADMIN', 'NET_RAW', ...(init.capabilities?.add ?? [])],
        ...(init.capabilities?.drop && { drop: [...init.capabilities.drop] }),
      },
      privileged,
      ...(init.runAsRoot
        ? { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 }
        : { runAsNonRoot: true, runAsUser: init.runAsUser || 65534, runAsGroup: init.runAsGroup || 65534 }),
      readOnlyRootFilesystem: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      { name: init.xtMountPath.name, mountPath: init.xtMountPath.mountPath },
      ...(init.saMountPath ? [{ ...init.saMountPath }] : []),
    ],
  };
}
