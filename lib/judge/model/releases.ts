import { parseRelease } from '../../formats/release.js';
import { readYaml } from '../../manifest/kube-yaml.js';
import { stringAt, stringsAt } from '../../manifest/read.js';
import type { ClusterIndex } from './cluster-index.js';
import { type ControlPlaneInstall, controlPlaneInstallOf, releaseOf } from './linkerd-control-plane/install.js';
import { perCluster } from './per-cluster.js';

/** Minor release of Kubernetes, `30` for 1.30: as stated, or else the lowest one of Nodes and kubeadm. */
export const kubernetesMinorOf = perCluster((cluster): number | undefined => {
  const stated = parseRelease(cluster.releases.kubernetes ?? '');
  if (stated !== undefined) return stated.minor;
  const nodes = cluster
    .ofKind('Node')
    .map(({ object }) => stringAt(object, 'status', 'nodeInfo', 'kubeletVersion') ?? '');
  const kubeadm = cluster.find('ConfigMap', 'kube-system', 'kubeadm-config')?.object;
  const text = stringsAt(kubeadm, 'data')['ClusterConfiguration'];
  const minors = [...nodes, text === undefined ? '' : versionIn(text)].flatMap((version) => {
    const release = parseRelease(version);
    return release?.major === 1 ? [release.minor] : [];
  });
  return minors.length === 0 ? undefined : Math.min(...minors);
});

/** Release of Linkerd: of the control plane among the objects, or else as stated; undefined for one that rules do not know. */
export function linkerdReleaseOf(cluster: ClusterIndex): ControlPlaneInstall['release'] {
  const install = controlPlaneInstallOf(cluster);
  return install === undefined ? releaseOf(cluster.releases.linkerd ?? '') : install.release;
}

function versionIn(text: string): string {
  try {
    return stringAt(readYaml(text)[0], 'kubernetesVersion') ?? '';
  } catch {
    return '';
  }
}
