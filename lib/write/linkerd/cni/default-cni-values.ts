import type { LinkerdRelease } from '../control-plane/releases.js';
import type { CniValues } from './cni-values.js';

/** The default values of a release's chart, plus requests and limits, which the chart leaves out. */
export function defaultCniValues(release: LinkerdRelease): CniValues {
  return {
    commonLabels: {},
    destCNIBinDir: '/opt/cni/bin',
    destCNINetDir: '/etc/cni/net.d',
    extraInitContainers: [],
    ignoreInboundPorts: '',
    ignoreOutboundPorts: '',
    image: { name: 'cr.l5d.io/linkerd/cni-plugin', pullPolicy: 'IfNotPresent', version: release.cniPlugin },
    imagePullSecrets: [],
    iptablesMode: 'nft',
    logLevel: 'info',
    nodeAffinity: undefined,
    podLabels: {},
    portsToRedirect: '',
    priorityClassName: '',
    privileged: false,
    repairController: {
      enableSecurityContext: true,
      enabled: false,
      logFormat: 'plain',
      logLevel: 'info',
      resources: {
        cpu: { limit: '100m', request: '10m' },
        memory: { limit: '64Mi', request: '32Mi' },
        'ephemeral-storage': { limit: '', request: '' },
      },
    },
    resources: {
      cpu: { limit: '100m', request: '10m' },
      memory: { limit: '64Mi', request: '16Mi' },
      'ephemeral-storage': { limit: '', request: '' },
    },
    revisionHistoryLimit: 10,
    tolerations: [{ operator: 'Exists' }],
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    useWaitFlag: false,
  };
}
