import { WEIGHTS } from '../judge/upgrade/consequence.js';
import { identityOf } from '../manifest/object.js';
import type { UpgradeReport } from './upgrade-text.js';

/** The report for programs: one JSON object, keys in a fixed order. */
export function upgradeJson({ outcomes, objects, faults, locate }: UpgradeReport): string {
  const all = outcomes.flatMap(({ consequences }) => consequences);
  const report = {
    summary: {
      ...Object.fromEntries(
        WEIGHTS.map((weight) => [weight, all.filter((consequence) => consequence.weight === weight).length]),
      ),
      objects,
      clusters: outcomes.length,
      faultsBefore: outcomes.reduce((sum, { faultsBefore }) => sum + faultsBefore, 0),
    },
    steps: outcomes.flatMap(({ cluster, steps, unused }) =>
      steps
        .filter(({ project }) => !unused.includes(project))
        .map(({ project, from, to, origin }) => ({ cluster: cluster.name, project, from, to, origin })),
    ),
    consequences: all.map(({ project, release, weight, cluster, resource, path, what, effect, action, source }) => ({
      ...{ project, release, weight, cluster },
      ...{ object: identityOf(resource.object), path, what },
      ...(effect === undefined ? {} : { effect }),
      ...{ action, source, file: resource.file, document: resource.document },
      ...locate({ resource, path }),
    })),
    notCompared: outcomes.flatMap(({ cluster, notCompared }) =>
      notCompared.map(({ object, file, document }) => ({
        ...{ cluster: cluster.name, object: identityOf(object), file, document },
      })),
    ),
    faults,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
