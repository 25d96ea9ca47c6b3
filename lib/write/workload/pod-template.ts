import { createHash } from 'node:crypto';
import type { Container, EnvVar, Probe as KubeProbe, PodTemplateSpec, Volume } from '../../../imports/k8s.js';
import { IntOrString, Quantity } from '../../../imports/k8s.js';
import type { ClaimVolume, WorkloadContainer, WorkloadVolume } from './container.js';
import { imageReference } from './image.js';
import { identityOf } from './peer.js';
import { portName } from './port.js';
import type { Probe } from './probe.js';
import { containerResources } from './resources.js';
import { restrictedContainer, restrictedPod } from './security.js';
import { findPort, VERSION_LABEL, type Workload, type WorkloadVersion } from './workload.js';

/** Neither root nor the user of a mesh proxy. */
const USER_ID = 65_532;

/** What a mesh adds to the metadata of a pod. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
export interface PodMetadata {
  /** Labels of the pods. @default - none */
  readonly labels?: { readonly [key: string]: string };
  /** Annotations of the pods. @default - none */
  readonly annotations?: { readonly [key: string]: string };
}

/** Labels of the pods of a workload, or of one version of it. */
export function podLabels(workload: Workload, version: WorkloadVersion | undefined): { [key: string]: string } {
  return { ...identityOf(workload).podLabels, ...(version !== undefined && { [VERSION_LABEL]: version.name }) };
}

/** The pod template of a workload, or of one version of it: restricted, limited, probed and spread. */
export function podTemplate(
  workload: Workload,
  version: WorkloadVersion | undefined,
  mesh: PodMetadata,
): PodTemplateSpec {
  const { volumes = {}, userId = USER_ID, terminationGracePeriod } = workload;
  const mounted = Object.entries(volumes).flatMap(([name, volume]) =>
    // A StatefulSet adds the volumes of its claims itself.
    volume.kind === 'claim' ? [] : [kubeVolume(name, volume, workload)],
  );
  const annotations = { ...configChecksum(workload), ...mesh.annotations };
  return {
    metadata: {
      labels: { ...podLabels(workload, version), ...mesh.labels },
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: {
      serviceAccountName: workload.name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(terminationGracePeriod && { terminationGracePeriodSeconds: terminationGracePeriod.toSeconds() }),
      securityContext: {
        ...restrictedPod(userId),
        // The group that can read mounted secrets and write claims.
        ...(Object.keys(volumes).length > 0 && { fsGroup: userId, fsGroupChangePolicy: 'OnRootMismatch' }),
      },
      topologySpreadConstraints: spread(workload, version),
      containers: workload.containers.map((container, index) =>
        kubeContainer(
          index === 0 && version?.image !== undefined ? { ...container, image: version.image } : container,
          workload,
        ),
      ),
      ...(mounted.length > 0 && { volumes: mounted }),
    },
  };
}

/** Name of the ConfigMap behind a volume of configuration files. */
export function configMapName({ name }: Workload, volume: string): string {
  return `${name}-${volume}`;
}

/** A changed file restarts the pods: most programs read their configuration only at start. */
function configChecksum({ volumes = {} }: Workload): { [annotation: string]: string } {
  const files = Object.entries(volumes).flatMap(([name, volume]) =>
    volume.kind === 'config' ? [[name, volume.files] as const] : [],
  );
  if (files.length === 0) return {};
  return { 'checksum/config': createHash('sha256').update(JSON.stringify(files)).digest('hex') };
}

function kubeContainer(container: WorkloadContainer, workload: Workload): Container {
  const { name, image, command, args, resources, probes, mounts = {} } = container;
  const isFirst = workload.containers[0]?.name === name;
  const ports = (workload.ports ?? []).filter(({ container: owner }) =>
    owner === undefined ? isFirst : owner === name,
  );
  const env = environment(container);
  return {
    name,
    image: imageReference(image),
    ...(command && { command: [...command] }),
    ...(args && { args: [...args] }),
    ...(env.length > 0 && { env }),
    ...(ports.length > 0 && { ports: ports.map((port) => ({ name: portName(port), containerPort: port.port })) }),
    resources: containerResources(resources),
    securityContext: restrictedContainer(),
    ...(probes && {
      readinessProbe: kubeProbe(probes.readiness, workload, 10, 3),
      livenessProbe: kubeProbe(probes.liveness, workload, 10, 3),
      startupProbe: kubeProbe(probes.startup ?? { check: probes.liveness.check }, workload, 5, 60),
    }),
    ...(Object.keys(mounts).length > 0 && {
      volumeMounts: Object.entries(mounts).map(([volume, mountPath]) => {
        const kind = workload.volumes?.[volume]?.kind;
        return { name: volume, mountPath, ...(kind !== 'scratch' && kind !== 'claim' && { readOnly: true }) };
      }),
    }),
  };
}

function environment({ env = {}, secretEnv = {} }: WorkloadContainer): EnvVar[] {
  return [
    ...Object.entries(env).map(([name, value]) => ({ name, value })),
    ...Object.entries(secretEnv).map(([name, { secret, key }]) => ({
      name,
      valueFrom: { secretKeyRef: { name: secret, key } },
    })),
  ];
}

function kubeProbe(probe: Probe, workload: Workload, periodSeconds: number, failureThreshold: number): KubeProbe {
  const { check } = probe;
  const number = check.kind === 'exec' ? undefined : findPort(workload, check.port);
  const port = IntOrString.fromString(number === undefined ? '' : portName(number));
  return {
    ...(check.kind === 'http' && { httpGet: { path: check.path, port } }),
    ...(check.kind === 'tcp' && { tcpSocket: { port } }),
    ...(check.kind === 'grpc' && { grpc: { port: number?.port ?? 0 } }),
    ...(check.kind === 'exec' && { exec: { command: [...check.command] } }),
    periodSeconds: probe.period?.toSeconds() ?? periodSeconds,
    ...(probe.timeout && { timeoutSeconds: probe.timeout.toSeconds() }),
    failureThreshold: probe.failureThreshold ?? failureThreshold,
  };
}

function kubeVolume(name: string, volume: Exclude<WorkloadVolume, ClaimVolume>, workload: Workload): Volume {
  switch (volume.kind) {
    case 'scratch':
      return {
        name,
        emptyDir: {
          ...(volume.inMemory === true && { medium: 'Memory' }),
          sizeLimit: Quantity.fromString(volume.sizeLimit.asString()),
        },
      };
    case 'config':
      return { name, configMap: { name: configMapName(workload, name) } };
    case 'config-map':
      return { name, configMap: { name: volume.configMap } };
    case 'secret':
      return { name, secret: { secretName: volume.secret, defaultMode: 0o440 } };
  }
}

/** Different nodes, since pods on one node fail together; zones as evenly as the nodes allow. */
function spread(workload: Workload, version: WorkloadVersion | undefined) {
  const labelSelector = { matchLabels: podLabels(workload, version) };
  return [
    { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector },
    { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
  ];
}
