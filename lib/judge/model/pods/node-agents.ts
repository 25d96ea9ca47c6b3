import type { PodTemplate } from './pod.js';

/**
 * Whether pods install a CNI plugin: they write to folders of the node that belong to root, and serve nobody. The label is the
 * one by which the mesh's own webhook knows them.
 *
 * @see https://linkerd.io/2-edge/features/cni/
 */
export function installsCniPlugin({ kind, labels }: PodTemplate): boolean {
  return kind === 'apps/DaemonSet' && labels['linkerd.io/cni-resource'] === 'true';
}

/** A folder in which a container runtime looks for CNI plugins, or for their configuration. */
export function isCniFolder(path: string): boolean {
  return /\/cni(\/|$)/.test(path);
}
