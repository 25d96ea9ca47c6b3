import {
  type Container,
  IntOrString,
  type KubeDaemonSetProps,
  Quantity,
  type Volume,
  type VolumeMount,
} from '../../../../imports/k8s.js';
import { anyAddress } from '../control-plane/addresses.js';
import { amount } from '../control-plane/amount.js';
import { CREATED_BY } from '../control-plane/labels.js';
import { resourceRequirements } from '../control-plane/resource-requirements.js';
import type { LinkerdValues } from '../control-plane/values.js';
import { CNI_LABELS, CNI_NAME, CNI_NAMESPACE } from './cni-names.js';
import type { CniValues } from './cni-values.js';
import { CNI_CONFIG } from './network-config.js';

const POD_LABELS = { 'k8s-app': CNI_NAME } as const;
const REPAIR_ADMIN_PORT = 9990;

/** One pod on each node, which installs the plugin, and removes it when the pod ends. */
export function cniDaemonSet(values: LinkerdValues, cni: CniValues): KubeDaemonSetProps {
  const { rollingUpdate, type } = cni.updateStrategy;
  return {
    metadata: {
      name: CNI_NAME,
      namespace: CNI_NAMESPACE,
      labels: { ...cni.commonLabels, ...POD_LABELS, ...CNI_LABELS },
      annotations: CREATED_BY,
    },
    spec: {
      revisionHistoryLimit: cni.revisionHistoryLimit,
      selector: { matchLabels: POD_LABELS },
      updateStrategy: {
        type,
        ...(rollingUpdate && { rollingUpdate: { maxUnavailable: amount(rollingUpdate.maxUnavailable) } }),
      },
      template: {
        metadata: {
          labels: { ...cni.podLabels, ...POD_LABELS, ...CNI_LABELS },
          annotations: { ...CREATED_BY, 'linkerd.io/inject': 'disabled' },
        },
        spec: {
          tolerations: [...cni.tolerations],
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          ...(cni.nodeAffinity && { affinity: { nodeAffinity: cni.nodeAffinity } }),
          ...(cni.priorityClassName && { priorityClassName: cni.priorityClassName }),
          serviceAccountName: CNI_NAME,
          securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
          ...(cni.extraInitContainers.length > 0 && { initContainers: [...cni.extraInitContainers] }),
          containers: [installer(cni), ...(cni.repairController.enabled ? [repairController(values, cni)] : [])],
          volumes: [
            ...nodeFolders(cni),
            { name: 'linkerd-tmp-dir', emptyDir: { sizeLimit: Quantity.fromString('64Mi') } },
          ],
        },
      },
    },
  };
}

function installer(cni: CniValues): Container {
  return {
    name: 'install-cni',
    ...image(cni),
    env: [
      ...['dest_cni_net_dir', 'dest_cni_bin_dir', 'cni_network_config'].map((key) => ({
        name: key.toUpperCase(),
        valueFrom: { configMapKeyRef: { name: CNI_CONFIG, key } },
      })),
      // The container keeps running when its work is done, because a DaemonSet would restart it.
      { name: 'SLEEP', value: 'true' },
    ],
    lifecycle: {
      // The script removes the plugin's configuration from the node, for which a kill would leave no time.
      preStop: { exec: { command: ['/bin/sh', '-c', 'kill -15 1; sleep 15s'] } },
    },
    resources: resourceRequirements(cni.resources),
    securityContext: cni.privileged
      ? { privileged: true, readOnlyRootFilesystem: true }
      : {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          privileged: false,
          readOnlyRootFilesystem: true,
        },
    volumeMounts: [...folderMounts(cni), { name: 'linkerd-tmp-dir', mountPath: '/tmp' }],
  };
}

function repairController(values: LinkerdValues, { repairController, ...cni }: CniValues): Container {
  const probe = (path: string) => ({ httpGet: { path, port: IntOrString.fromString('repair-admin') } });
  return {
    name: 'repair-controller',
    ...image(cni),
    command: ['/usr/lib/linkerd/linkerd-cni-repair-controller'],
    args: [
      ...['--admin-addr', `${anyAddress(values)}:${REPAIR_ADMIN_PORT}`],
      ...['--log-format', repairController.logFormat],
      ...['--log-level', repairController.logLevel],
    ],
    env: [
      {
        name: 'LINKERD_CNI_REPAIR_CONTROLLER_NODE_NAME',
        valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } },
      },
      {
        name: 'LINKERD_CNI_REPAIR_CONTROLLER_POD_NAME',
        valueFrom: { fieldRef: { fieldPath: 'metadata.name' } },
      },
    ],
    ports: [{ name: 'repair-admin', containerPort: REPAIR_ADMIN_PORT }],
    livenessProbe: probe('/live'),
    readinessProbe: { ...probe('/ready'), failureThreshold: 7, initialDelaySeconds: 10 },
    resources: resourceRequirements(repairController.resources),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

function image({ image: { name, version, pullPolicy } }: Pick<CniValues, 'image'>) {
  return { image: `${name}:${version}`, imagePullPolicy: pullPolicy };
}

/** If the two folders are the same, it is mounted once. */
function folders({ destCNIBinDir, destCNINetDir }: CniValues): { name: string; path: string }[] {
  const net = { name: 'cni-net-dir', path: destCNINetDir };
  return destCNIBinDir === destCNINetDir ? [net] : [{ name: 'cni-bin-dir', path: destCNIBinDir }, net];
}

function nodeFolders(cni: CniValues): Volume[] {
  return folders(cni).map(({ name, path }) => ({ name, hostPath: { path } }));
}

function folderMounts(cni: CniValues): VolumeMount[] {
  return folders(cni).map(({ name, path }) => ({ name, mountPath: `/host${path}` }));
}
