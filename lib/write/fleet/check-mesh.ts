import type { Diagnostic } from '../../diagnostic.js';
import type { Fact, MeshFact, MeshNeedFact } from './facts.js';

/**
 * Compares the settings that policies rely on with those of the cluster's control plane, which are unknown if it is
 * installed elsewhere.
 */
export function checkMesh(facts: readonly Fact[]): Diagnostic[] {
  const meshes = new Map(
    facts.filter((fact): fact is MeshFact => fact.kind === 'mesh').map((fact) => [fact.cluster, fact]),
  );
  return facts
    .filter((fact): fact is MeshNeedFact => fact.kind === 'mesh-need')
    .flatMap(({ cluster, need, field, expected, fix, by }) => {
      const mesh = meshes.get(cluster);
      if (mesh === undefined || mesh.met.includes(need)) return [];
      return [
        {
          where: mesh.by,
          path: `meshConfig.${field}`,
          got: mesh.got[field] ?? 'absent',
          expected: `${expected}, on which ${by} relies`,
          fix,
        },
      ];
    });
}
