import { listed } from '../../../manifest/listed.js';
import type { PodTemplate } from './pod.js';

/** Pods as messages name them: by the objects that make them, sorted, each once; empty if there are none. */
export function podNames(pods: readonly PodTemplate[]): string {
  return listed([...new Set(pods.map(({ resource }) => resource.object.metadata.name))].sort());
}
