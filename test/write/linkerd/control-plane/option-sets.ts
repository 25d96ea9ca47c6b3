import { SHIPPED_ROOT } from '../../../fixtures/roots.js';
import { RELEASES, type Setup } from './control-plane.js';

const tracing = {
  enabled: true,
  collector: {
    endpoint: 'collector.traces:4317',
    meshIdentity: { namespace: 'traces', serviceAccountName: 'collector' },
  },
};
const nodeAffinity = {
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: ['system'] }] }],
  },
};

/** Options as users combine them. */
const SETS: Readonly<Record<string, Setup>> = {
  'no options': {},
  'high availability': { cluster: { nodes: 3 }, values: { highAvailability: true } },
  'linkerd-cni': { withCni: true },
  'linkerd-cni with repair': {
    withCni: true,
    cni: { repairController: { enabled: true }, priorityClassName: 'system-node-critical' },
  },
  'usual sidecars': { values: { proxy: { nativeSidecar: false, waitBeforeExitSeconds: 5 } } },
  'high availability, linkerd-cni and IPv6': {
    withCni: true,
    cluster: { nodes: 5 },
    values: { highAvailability: true, controllerReplicas: 5, disableIPv6: false, nodeAffinity },
  },
  'domains and networks of its own': {
    cluster: { clusterDomain: 'k8s.example', podCidrs: ['10.9.0.0/16', 'fd00:9::/48'] },
    values: { clusterNetworks: '10.0.0.0/8,fd00::/8', disableIPv6: false },
  },
  tracing: { values: { proxy: { tracing }, controller: { tracing: { enabled: true } } } },
  'heartbeat and readers': {
    values: { disableHeartBeat: false, configReaders: [{ name: 'viz', namespace: 'linkerd-viz' }] },
  },
  'PodMonitors and labels': {
    values: { podMonitor: { enabled: true }, commonLabels: { team: 'platform' }, podLabels: { team: 'platform' } },
  },
  'ports and users of its own': {
    withCni: true,
    values: {
      proxy: {
        ports: { control: 5190, outbound: 5140 },
        uid: 3000,
        gid: 3000,
        opaquePorts: '25,4222',
      },
      controllerUID: 4000,
      controllerGID: 4000,
    },
  },
  'registry, logs, variables and resources': {
    values: {
      controllerImage: 'registry.example/controller',
      controllerLogLevel: 'debug',
      controllerLogFormat: 'json',
      imagePullSecrets: [{ name: 'registry' }],
      proxy: {
        image: { name: 'registry.example/proxy' },
        additionalEnv: [{ name: 'A', value: '$(_pod_ns)' }],
        cores: 2,
      },
      destinationResources: { cpu: { request: '1' }, memory: { limit: '1Gi', request: '512Mi' } },
      identityProxyResources: { memory: { limit: '100Mi' } },
      egress: { globalEgressNetworkNamespace: 'egress' },
    },
  },
};

/** Each set in each release. */
export const OPTION_SETS: readonly (readonly [name: string, setup: Setup])[] = RELEASES.flatMap((version) =>
  Object.entries(SETS).map(
    ([name, setup]) => [`${name} in ${version}`, { version, roots: [SHIPPED_ROOT], ...setup }] as const,
  ),
);
