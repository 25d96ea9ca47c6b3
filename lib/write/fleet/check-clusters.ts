import type { Diagnostic } from '../../diagnostic.js';
import type { ComponentCluster } from './components.js';
import type { Fact, IdentityFact } from './facts.js';
import type { Mesh } from './mesh.js';

/** The constructs that install a mesh's control plane. */
const CONSTRUCTS: { readonly [Kind in Mesh['kind']]: string } = {
  linkerd: 'LinkerdControlPlane',
  istio: 'IstioControlPlane',
};

/**
 * Compares the props of clusters with their components. Without a control plane no pod has a proxy, and no policy of
 * the mesh has an effect.
 *
 * @param unfinished clusters with a component that failed: it may have been the control plane.
 */
export function checkClusters(
  clusters: readonly ComponentCluster[],
  facts: readonly Fact[],
  unfinished: ReadonlySet<string>,
): Diagnostic[] {
  const installed = new Map(
    facts.filter((fact): fact is IdentityFact => fact.kind === 'identity').map((fact) => [fact.cluster, fact]),
  );
  return clusters.flatMap((cluster): Diagnostic[] => {
    if (unfinished.has(cluster.name)) return [];
    if (cluster.components.size === 0) return [empty(cluster)];
    return checkControlPlane(cluster, installed.get(cluster.name));
  });
}

function empty({ name }: ComponentCluster): Diagnostic {
  return {
    where: `Cluster '${name}'`,
    path: 'components',
    got: 'none',
    expected: 'at least one component',
    fix: 'Add what runs in it with add, or remove the cluster.',
  };
}

function checkControlPlane({ name, mesh }: ComponentCluster, own: IdentityFact | undefined): Diagnostic[] {
  const others = mesh?.controlPlane === 'others';
  if (mesh === undefined || others === (own === undefined)) return [];
  if (own !== undefined) {
    return [
      {
        where: `Cluster '${name}'`,
        path: 'mesh.controlPlane',
        got: `'others', but the fleet has ${own.by}`,
        expected: 'one installer',
        fix: 'Remove the option, or the component.',
      },
    ];
  }
  return [
    {
      where: `Cluster '${name}'`,
      path: 'mesh',
      got: `'${mesh.kind}', but no component installs its control plane`,
      expected: `a component with ${CONSTRUCTS[mesh.kind]}`,
      fix: "Add it, or set mesh.controlPlane to 'others' if others install it: without it no pod has a proxy.",
    },
  ];
}
