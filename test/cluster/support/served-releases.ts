import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRelease } from '../../../lib/formats/release.js';
import { type ClusterReleases, isProject } from '../../../lib/releases/project.js';
import { PROJECTS } from '../../../scripts/import/projects.js';
import { REPOSITORY } from './repository.js';

const PROGRAMS = join(REPOSITORY, 'test/cluster/programs');
const SERVER = 'k8s.io/kubernetes';

/** The releases of Kubernetes and of the custom resources that the API servers of these tests have. */
export function servedReleases(): ClusterReleases {
  const modules = [...modulesIn('kube/go.mod'), ...modulesIn('crds.txt')];
  return Object.fromEntries(
    modules.flatMap(([module, version]) => {
      const project = module === SERVER ? 'kubernetes' : projectOf(module);
      const { major, minor } = parseRelease(version) ?? {};
      return project !== undefined && isProject(project) ? [[project, `${major}.${minor}`]] : [];
    }),
  );
}

/** Modules and their versions, each of which is on a line. */
function modulesIn(file: string): (readonly [string, string])[] {
  const lines = readFileSync(join(PROGRAMS, file), 'utf8').matchAll(/^(?:require)?\s*(\S+\/\S+) (v\d\S+)/gm);
  return [...lines].map(([, module = '', version = '']) => [module, version] as const);
}

function projectOf(module: string): string | undefined {
  return Object.keys(PROJECTS).find((project) =>
    Object.values(PROJECTS[project]?.releases ?? {}).some((sources) =>
      sources.some((source) => source.module === module),
    ),
  );
}
