import type { PodTemplate } from './pod.js';

/**
 * Whether pods install a CNI plugin: they write to directories of the node that belong to root, and serve nobody. The mesh's
 * own webhook recognizes them by the same label.
 *
 * @see https://linkerd.io/2-edge/features/cni/
 */
export function installsCniPlugin({ kind, labels }: PodTemplate): boolean {
  return kind === 'apps/DaemonSet' && labels['linkerd.io/cni-resource'] === 'true';
}

/** Whether a path is a directory where a container runtime looks for CNI plugins or their configuration. */
export function isCniFolder(path: string): boolean {
  return /\/cni(\/|$)/.test(path);
}
