import { parseManifests } from '../../../lib/manifest/load.js';
import type { ClusterView } from '../../../lib/manifest/resource.js';

/** A cluster of the objects of a text. */
export function clusterOf(text: string, name = 'hub'): ClusterView {
  return { name, resources: parseManifests(text, `${name}.yaml`).resources };
}
