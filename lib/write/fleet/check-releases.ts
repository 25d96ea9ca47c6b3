import type { Diagnostic } from '../../diagnostic.js';
import type { Place } from '../../input/place.js';
import { knownReleases } from '../../releases/known.js';
import { misfits } from '../../releases/misfit.js';
import type { ClusterReleases, Project } from '../../releases/project.js';
import { PROJECT_OF_OPTION } from './project-releases.js';

/** Option of a cluster that states the release of each project. */
const OPTION_OF: Readonly<Partial<Record<Project, string>>> = {
  kubernetes: 'kubernetesVersion',
  linkerd: 'mesh.version',
  istio: 'mesh.version',
  'gateway-api': 'mesh.gatewayApi.release',
  ...Object.fromEntries(Object.entries(PROJECT_OF_OPTION).map(([option, project]) => [project, `releases.${option}`])),
};

/** An unknown release of Kubernetes, and releases that do not go together. */
export function checkReleases(where: string, stated: ClusterReleases): Diagnostic[] {
  const at = (project: Project): Place => ({ where, path: OPTION_OF[project] ?? '' });
  const known = knownReleases('kubernetes');
  if (!known.includes(stated.kubernetes ?? '')) {
    return [
      {
        ...at('kubernetes'),
        got: `'${stated.kubernetes}'`,
        expected: `a minor version from ${known[0]} to ${known.at(-1)}`,
        fix: `Use only major and minor version, such as '1.33'.`,
      },
    ];
  }
  return misfits(stated).map(({ project, ...misfit }) => ({ ...at(project), ...misfit }));
}
