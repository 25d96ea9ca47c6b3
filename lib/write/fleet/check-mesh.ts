import type { Diagnostic } from '../../diagnostic.js';
import type { Fact, MeshFact, MeshNeedFact } from './facts.js';

/** Compares what policies rely on with the settings of their cluster's control plane; where others install it, these are not known. */
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
