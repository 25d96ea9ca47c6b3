import type { Diagnostic } from '../../diagnostic.js';
import type { Cluster } from './cluster.js';
import type { Mesh } from './mesh.js';

const EXAMPLES: { readonly [Kind in Mesh['kind']]: string } = {
  istio: "Istio, such as { kind: 'istio', version: '1.31' }",
  linkerd: "Linkerd, such as { kind: 'linkerd', version: '2.20' }",
};

/**
 * Reports that a cluster does not have the mesh that a construct needs. If the mesh itself has faults, the cluster
 * reports them, and nothing is known to be missing.
 */
export function missingMesh(where: string, cluster: Cluster, needed: Mesh['kind'], fix: string): Diagnostic[] {
  const { mesh } = cluster;
  if (mesh?.kind === needed || cluster.misstates('mesh')) return [];
  return [
    {
      where,
      path: 'cluster.mesh',
      got: mesh === undefined ? 'absent' : `${mesh.kind} ${mesh.version}`,
      expected: EXAMPLES[needed],
      fix,
    },
  ];
}
