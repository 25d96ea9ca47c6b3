import { Construct } from 'constructs';
import {
  IntOrString,
  KubeConfigMap,
  KubeDeployment,
  KubePodDisruptionBudget,
  KubeService,
  KubeServiceAccount,
  KubeStatefulSet,
  Quantity,
} from '../../../imports/k8s.js';
import { throwIfAny } from '../../diagnostic.js';
import { checkProps } from '../../input/shape.js';
import { placeInStage } from '../fleet/stage.js';
import { checkWorkload } from './intents/check-workload.js';
import { identityOf } from './peer.js';
import { configMapName, type PodMetadata, podLabels, podTemplate } from './pod-template.js';
import { type AppProtocol, portName, servicePortOf, type WorkloadPort } from './port.js';
import { headlessServiceName, versionedName, WORKLOAD, type Workload, type WorkloadVersion } from './workload.js';

/** A workload, and what its mesh requires. */
export interface HardenedWorkloadProps {
  /** The workload to run. */
  readonly workload: Workload;
  /** Labels and annotations of its pods that the mesh reads. @default - none @see https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/ */
  readonly pod?: PodMetadata;
  /** Annotations of its Service that the mesh reads. @default - none @see https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/ */
  readonly serviceAnnotations?: { readonly [key: string]: string };
  /** `appProtocol` of a Service port in the terms of the mesh. @default - in the terms of Kubernetes @see https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol */
  readonly appProtocol?: (port: WorkloadPort) => string;
}

/**
 * A workload that passes an audit: an account of its own, the restricted profile, requests and limits, probes, pods on different nodes, a
 * disruption budget, named ports with their protocol, and a Service.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export class HardenedWorkload extends Construct {
  constructor(scope: Construct, id: string, props: HardenedWorkloadProps) {
    super(scope, id);
    const { workload, pod = {} } = props;
    const where = `HardenedWorkload '${this.node.path}'`;
    throwIfAny(checkProps(where, workload, WORKLOAD));
    throwIfAny(checkWorkload({ where, path: 'workload' }, workload));
    placeInStage(this, '60-workloads');
    const { name, namespace } = workload;
    new KubeServiceAccount(this, 'account', { metadata: { name, namespace }, automountServiceAccountToken: false });
    for (const [volume, definition] of Object.entries(workload.volumes ?? {})) {
      if (definition.kind !== 'config') continue;
      new KubeConfigMap(this, `config-${volume}`, {
        metadata: { name: configMapName(workload, volume), namespace },
        data: { ...definition.files },
      });
    }
    for (const version of workload.versions ?? [undefined]) this.#pods(workload, version, pod);
    this.#services(props);
  }

  #pods(workload: Workload, version: WorkloadVersion | undefined, pod: PodMetadata): void {
    const { namespace, kind } = workload;
    const name = versionedName(workload, version);
    const id = version?.name ?? 'only';
    const selector = { matchLabels: podLabels(workload, version) };
    const replicas = version?.replicas ?? workload.replicas;
    const template = podTemplate(workload, version, pod);
    if (kind === 'Deployment') {
      new KubeDeployment(this, `deployment-${id}`, {
        metadata: { name, namespace },
        spec: {
          replicas,
          selector,
          // A new pod first, so that an update never runs fewer pods than stated.
          strategy: {
            type: 'RollingUpdate',
            rollingUpdate: { maxSurge: IntOrString.fromNumber(1), maxUnavailable: IntOrString.fromNumber(0) },
          },
          template,
        },
      });
    } else {
      const claims = volumeClaims(workload);
      new KubeStatefulSet(this, `stateful-set-${id}`, {
        metadata: { name, namespace },
        spec: {
          replicas,
          selector,
          serviceName: headlessServiceName(workload),
          // Peers that must find each other before they are ready cannot start one by one.
          ...(workload.publishNotReadyAddresses === true && { podManagementPolicy: 'Parallel' }),
          template,
          ...(claims.length > 0 && {
            volumeClaimTemplates: claims,
            persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
          }),
        },
      });
    }
    if (replicas < 2) return;
    new KubePodDisruptionBudget(this, `disruption-budget-${id}`, {
      metadata: { name, namespace },
      spec: { selector, maxUnavailable: IntOrString.fromNumber(1), unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    });
  }

  #services({
    workload,
    serviceAnnotations: annotations,
    appProtocol = ({ appProtocol: spoken }) => APP_PROTOCOLS[spoken],
  }: HardenedWorkloadProps): void {
    const { name, namespace, ports = [], kind, publishNotReadyAddresses } = workload;
    if (ports.length === 0) return;
    const selector = { ...identityOf(workload).podLabels };
    const servicePorts = ports.map((port) => ({
      name: portName(port),
      port: servicePortOf(port),
      targetPort: IntOrString.fromString(portName(port)),
      appProtocol: appProtocol(port),
    }));
    new KubeService(this, 'service', {
      metadata: { name, namespace, ...(annotations && { annotations: { ...annotations } }) },
      spec: { selector, ports: servicePorts },
    });
    if (kind !== 'StatefulSet') return;
    new KubeService(this, 'headless-service', {
      metadata: { name: headlessServiceName(workload), namespace },
      spec: {
        selector,
        clusterIp: 'None',
        ...(publishNotReadyAddresses === true && { publishNotReadyAddresses }),
        // Pods are called by their own addresses, on their container ports.
        ports: servicePorts.map((port, index) => ({ ...port, port: ports[index]?.port ?? port.port })),
      },
    });
  }
}

/** The protocol names that Kubernetes defines, and plain names for the others. @see https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol */
const APP_PROTOCOLS: { readonly [protocol in AppProtocol]: string } = {
  http: 'http',
  http2: 'kubernetes.io/h2c',
  grpc: 'grpc',
  tcp: 'tcp',
  tls: 'tls',
};

function volumeClaims({ volumes = {} }: Workload) {
  return Object.entries(volumes).flatMap(([name, volume]) =>
    volume.kind === 'claim'
      ? [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name },
            spec: {
              accessModes: ['ReadWriteOnce'],
              ...(volume.storageClass !== undefined && { storageClassName: volume.storageClass }),
              resources: { requests: { storage: Quantity.fromString(volume.size.asString()) } },
            },
          },
        ]
      : [],
  );
}
