import { createHash } from 'node:crypto';
import type { Container, EnvVar, PodTemplateSpec, Volume } from '../../../imports/k8s.js';
import { IntOrString, Quantity } from '../../../imports/k8s.js';
import { parseQuantity } from '../../formats/quantity.js';
import { meshedPod, opaquePorts } from '../linkerd/proxy-annotations.js';
import { MESSAGING_BUNDLE } from '../trust/names.js';
import { imageReference } from '../workload/image.js';
import { containerResources, type Resources } from '../workload/resources.js';
import { restrictedContainer, restrictedPod } from '../workload/security.js';
import {
  AUTH_DIRECTORY,
  CERTIFICATE_DIRECTORY,
  CONFIG_DIRECTORY,
  CONFIG_FILE,
  DATA_DIRECTORY,
  PID_DIRECTORY,
  PID_FILE,
  TRUST_DIRECTORY,
} from './paths.js';
import {
  CLIENT_PORT,
  CLUSTER_PORT,
  LEAFNODE_PORT,
  METRICS_PORT,
  METRICS_PORT_NAME,
  MONITOR_PORT,
  OPAQUE_PORTS,
} from './ports.js';
import { LAME_DUCK_DURATION, SERVER_NAME } from './server-config-base.js';
import { type NatsServerSettings, podLabels } from './server-settings.js';

/** Name of the volume claim that JetStream stores in. */
export const DATA_VOLUME = 'data';

/** Any user but root; the reloader must be the same user as the server to signal it. */
const USER_ID = 1000;

/** Shutdown time beyond the lame duck period: leaving the endpoints, closing streams, and stopping the proxy. */
const GRACE_BEYOND_LAME_DUCK_SECONDS = 30;

const RELOADER_RESOURCES: Resources = {
  cpu: { request: '10m', limit: '50m' },
  memory: { request: '16Mi', limit: '32Mi' },
};
const EXPORTER_RESOURCES: Resources = {
  cpu: { request: '10m', limit: '50m' },
  memory: { request: '16Mi', limit: '64Mi' },
};

export interface ServerPodProps {
  readonly settings: NatsServerSettings;
  readonly config: string;
  readonly configMapName: string;
  readonly authSecretName: string;
  /** Secret with the certificate for other servers; absent for a server that connects to none. */
  readonly certificateSecretName: string;
  /** Whether leaves may dial this server. */
  readonly leafnodeListener: boolean;
}

/** The pod template of a NATS server with its reloader and, if wanted, its exporter. */
export function serverPod(props: ServerPodProps): PodTemplateSpec {
  const { settings, config } = props;
  const meshed = settings.cluster.linkerd !== undefined;
  const labels = podLabels(settings.name);
  return {
    metadata: {
      labels: { ...labels, 'app.kubernetes.io/name': settings.name },
      annotations: {
        // The reloader cannot apply every change, so a new configuration restarts the pods, through the lame duck
        // period.
        'checksum/nats.conf': createHash('sha256').update(config).digest('hex'),
        ...meshedPod(settings.cluster.linkerd),
        ...(meshed && opaquePorts(OPAQUE_PORTS)),
      },
    },
    spec: {
      serviceAccountName: settings.name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      shareProcessNamespace: true,
      terminationGracePeriodSeconds: LAME_DUCK_DURATION.toSeconds() + GRACE_BEYOND_LAME_DUCK_SECONDS,
      // The group that may read the mounted secrets and write the data.
      securityContext: { ...restrictedPod(USER_ID), fsGroup: USER_ID, fsGroupChangePolicy: 'OnRootMismatch' },
      ...(settings.replicas > 1 && { topologySpreadConstraints: spread(settings) }),
      containers: [
        serverContainer(props),
        reloaderContainer(settings),
        ...(settings.exporter === undefined
          ? []
          : [exporterContainer(settings, settings.exporter.resources ?? EXPORTER_RESOURCES)]),
      ],
      volumes: volumes(props),
    },
  };
}

function serverContainer({ settings, leafnodeListener }: ServerPodProps): Container {
  return {
    name: 'nats',
    image: imageReference(settings.images.server),
    command: ['nats-server', '--config', CONFIG_FILE],
    env: environment(settings),
    ports: [
      { name: 'client', containerPort: CLIENT_PORT },
      ...(settings.replicas > 1 ? [{ name: 'cluster', containerPort: CLUSTER_PORT }] : []),
      ...(leafnodeListener ? [{ name: 'leafnodes', containerPort: LEAFNODE_PORT }] : []),
      { name: 'monitor', containerPort: MONITOR_PORT },
    ],
    resources: containerResources(settings.resources),
    securityContext: restrictedContainer(),
    // JetStream may catch up for minutes after a start; a broken consumer of one stream must not keep the server
    // unready.
    startupProbe: probe('/healthz?js-server-only=true', {
      initialDelaySeconds: 2,
      periodSeconds: 5,
      failureThreshold: 180,
    }),
    readinessProbe: probe('/healthz?js-server-only=true', { periodSeconds: 10, failureThreshold: 3 }),
    livenessProbe: probe('/healthz?js-enabled-only=true', { periodSeconds: 30, failureThreshold: 3 }),
    lifecycle: { preStop: { exec: { command: ['nats-server', `-sl=ldm=${PID_FILE}`] } } },
    volumeMounts: [
      { name: 'config', mountPath: CONFIG_DIRECTORY, readOnly: true },
      { name: 'auth', mountPath: AUTH_DIRECTORY, readOnly: true },
      { name: 'certificate', mountPath: CERTIFICATE_DIRECTORY, readOnly: true },
      { name: 'trust', mountPath: TRUST_DIRECTORY, readOnly: true },
      { name: 'pid', mountPath: PID_DIRECTORY },
      ...(settings.jetStream === undefined ? [] : [{ name: DATA_VOLUME, mountPath: DATA_DIRECTORY }]),
    ],
  };
}

function reloaderContainer(settings: NatsServerSettings): Container {
  return {
    name: 'reloader',
    image: imageReference(settings.images.reloader),
    command: ['nats-server-config-reloader', '-pid', PID_FILE, '-config', CONFIG_FILE],
    resources: containerResources(RELOADER_RESOURCES),
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: 'config', mountPath: CONFIG_DIRECTORY, readOnly: true },
      { name: 'auth', mountPath: AUTH_DIRECTORY, readOnly: true },
      { name: 'certificate', mountPath: CERTIFICATE_DIRECTORY, readOnly: true },
      { name: 'trust', mountPath: TRUST_DIRECTORY, readOnly: true },
      { name: 'pid', mountPath: PID_DIRECTORY, readOnly: true },
    ],
  };
}

function exporterContainer(settings: NatsServerSettings, resources: Resources): Container {
  return {
    name: 'exporter',
    image: imageReference(settings.images.exporter),
    command: [
      'prometheus-nats-exporter',
      `-port=${METRICS_PORT}`,
      '-prefix=nats',
      '-use_internal_server_name',
      ...['-varz', '-connz', '-routez', '-subz', '-leafz', '-healthz', '-jsz=all'],
      `http://localhost:${MONITOR_PORT}/`,
    ],
    ports: [{ name: METRICS_PORT_NAME, containerPort: METRICS_PORT }],
    resources: containerResources(resources),
    securityContext: restrictedContainer(),
    // A reloader that hangs is restarted long before the pod leaves its Service.
    readinessProbe: metricsProbe(10),
    livenessProbe: metricsProbe(3),
  };
}

/**
 * The exporter has no other endpoint, and behind a proxy a TCP probe would only test the proxy. Each probe queries the
 * server, so a long interval is enough.
 */
function metricsProbe(failureThreshold: number) {
  const httpGet = { path: '/metrics', port: IntOrString.fromString(METRICS_PORT_NAME) };
  return { httpGet, timeoutSeconds: 10, periodSeconds: 30, failureThreshold };
}

function environment({ cluster, resources }: NatsServerSettings): EnvVar[] {
  return [
    { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    // Pods of two clusters may have the same name; connected servers may not.
    { name: SERVER_NAME, value: `${cluster.name}-$(POD_NAME)` },
    { name: 'GOMEMLIMIT', value: softMemoryLimit(resources.memory.limit) },
  ];
}

/** Four fifths of the container's limit: the garbage collector works harder before the kernel kills the server. */
function softMemoryLimit(limit: string): string {
  const bytes = Number((parseQuantity(limit) ?? 0n) / 1_000_000_000n);
  return `${Math.floor((bytes * 0.8) / 1024 / 1024)}MiB`;
}

function probe(
  path: string,
  timing: { initialDelaySeconds?: number; periodSeconds: number; failureThreshold: number },
) {
  return { httpGet: { path, port: IntOrString.fromString('monitor') }, timeoutSeconds: 5, ...timing };
}

/** One server per node, because two on one node fail together; spread over zones as evenly as the nodes allow. */
function spread({ name }: NatsServerSettings) {
  const labelSelector = { matchLabels: { ...podLabels(name) } };
  return [
    { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector },
    { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
  ];
}

function volumes(props: ServerPodProps): Volume[] {
  // Readable only by the pod's group.
  const defaultMode = 0o440;
  return [
    { name: 'config', configMap: { name: props.configMapName } },
    { name: 'auth', secret: { secretName: props.authSecretName, defaultMode } },
    { name: 'certificate', secret: { secretName: props.certificateSecretName, defaultMode } },
    { name: 'trust', configMap: { name: MESSAGING_BUNDLE } },
    { name: 'pid', emptyDir: { sizeLimit: Quantity.fromString('1Mi') } },
  ];
}
