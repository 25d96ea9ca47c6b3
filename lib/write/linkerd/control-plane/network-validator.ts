import type { Container } from '../../../../imports/k8s.js';
import { anyAddress } from './addresses.js';
import { proxyImage } from './images.js';
import { resourceRequirements } from './resource-requirements.js';
import type { ResourceValues } from './shared-values.js';
import type { LinkerdValues } from './values.js';

/** The init container that lets a pod start only once linkerd-cni has redirected its traffic. @see https://linkerd.io/2-edge/features/cni/ */
export function networkValidator(values: LinkerdValues, resources: ResourceValues): Container {
  const { connectAddr, listenAddr, logFormat, logLevel, securityContext, timeout } = values.networkValidator;
  return {
    name: 'linkerd-network-validator',
    ...proxyImage(values),
    command: ['/usr/lib/linkerd/linkerd2-network-validator'],
    args: [
      ...['--log-format', logFormat],
      ...['--log-level', logLevel],
      ...['--connect-addr', connectAddr || (values.disableIPv6 ? '1.1.1.1:20001' : '[fd00::1]:20001')],
      ...['--listen-addr', listenAddr || `${anyAddress(values)}:${values.proxy.ports.outbound}`],
      ...['--timeout', timeout],
    ],
    resources: resourceRequirements(resources),
    securityContext,
  };
}
