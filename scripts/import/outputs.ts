import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FoldedFile } from '../../lib/judge/schema/folded.js';
import { applyIstioLimits } from './apply-limits.js';
import { crdRelease } from './crds.js';
import { applyPodValues } from './envoy-pods.js';
import { fold } from './fold.js';
import { GENERATED, GENERATED_COMMENT } from './generated.js';
import { hoistRepetitions } from './hoist.js';
import { KUBERNETES_FILE, type ReleaseSchemas, type SchemaFile, sorted } from './json-schema.js';
import { kindIndex } from './kind-index.js';
import { enumerations } from './kubernetes/enumerations.js';
import { applyKubernetesFacts } from './kubernetes/facts.js';
import { deprecationsOf, LIFECYCLE_FILES, lifecycles } from './kubernetes/lifecycles.js';
import { kubernetesRelease } from './kubernetes/open-api.js';
import { linkerdReleases } from './linkerd.js';
import { Modules } from './modules.js';
import { KUBERNETES, KUBERNETES_API, PROJECTS, type Project } from './projects.js';
import { sailReleases } from './sail.js';
import { typedClasses } from './typed-classes.js';

type Releases = ReadonlyMap<string, ReleaseSchemas>;

/** Everything that belongs below `imports/`: path, with `/`, to content. */
export async function importedFiles(root: string): Promise<Map<string, string>> {
  const modules = new Modules(readFileSync(join(root, 'scripts/import/modules.sum'), 'utf8'));
  const projects = await allProjects(modules);
  const files = new Map<string, string>();
  files.set('k8s.ts', `${GENERATED}\nexport * from 'cdk8s-plus-28/lib/imports/k8s.js';\n`);
  files.set('kinds.ts', kindIndex(projects));
  files.set('schemas.ts', schemaLoaders(projects.keys()));
  for (const [name, source] of typedClasses(join(root, 'node_modules'), newestKinds(projects))) files.set(name, source);
  for (const [name, releases] of projects) files.set(`schemas/${name}.json`, schemaText(foldedFile(releases)));
  return files;
}

/** The schemas of each project, by release, oldest first. */
async function allProjects(modules: Modules): Promise<Map<string, Releases>> {
  const kubernetes = await kubernetesReleases(modules);
  const projects = new Map<string, Releases>([[KUBERNETES_FILE, kubernetes]]);
  for (const [name, project] of Object.entries(PROJECTS)) projects.set(name, await projectReleases(modules, project));
  applyIstioLimits(projects.get('istio')?.values() ?? []);
  const newest = [...kubernetes.values()].at(-1);
  if (newest !== undefined) applyPodValues(projects.get('envoy-gateway')?.values() ?? [], newest);
  projects.set('linkerd', linkerdReleases());
  projects.set('sail', sailReleases());
  return projects;
}

/** The schemas of a project's custom resources, by release. */
export async function projectReleases(modules: Modules, { releases }: Project): Promise<Releases> {
  const schemas = new Map<string, ReleaseSchemas>();
  for (const [release, sources] of Object.entries(releases)) {
    const texts: string[] = [];
    for (const source of sources) for (const { text } of await modules.files(source, source.files)) texts.push(text);
    schemas.set(release, crdRelease(texts));
  }
  return schemas;
}

async function kubernetesReleases(modules: Modules): Promise<Releases> {
  const releases = new Map<string, ReleaseSchemas>();
  const known = lifecycles(await modules.files(KUBERNETES_API, LIFECYCLE_FILES));
  for (const [release, version] of Object.entries(KUBERNETES)) {
    const [document] = await modules.files(version, /^api\/openapi-spec\/swagger\.json$/);
    const [generated] = await modules.files(version, /^pkg\/generated\/openapi\/zz_generated\.openapi\.go$/);
    if (document === undefined || generated === undefined) continue;
    const schemas = kubernetesRelease(JSON.parse(document.text), enumerations(generated.text));
    releases.set(release, { ...schemas, deprecated: deprecationsOf(release, known) });
  }
  applyKubernetesFacts(releases.values());
  return releases;
}

function newestKinds(projects: ReadonlyMap<string, Releases>): SchemaFile {
  const kinds: SchemaFile['kinds'] = {};
  for (const releases of projects.values())
    for (const release of releases.values())
      for (const [name, schema] of Object.entries(release.kinds)) kinds[name] = schema;
  return { kinds, definitions: {} };
}

/** What a schema file says of a project. */
export function foldedFile(releases: Releases): FoldedFile {
  return hoistRepetitions(fold(releases));
}

function schemaText({ releases, definitions, kinds }: FoldedFile): string {
  const body = sorted({ definitions, kinds });
  return `${JSON.stringify({ $comment: GENERATED_COMMENT, releases, ...(body as object) }, undefined, 1)}\n`;
}

/** A module that reads each schema file when it is first asked for. */
function schemaLoaders(names: Iterable<string>): string {
  const lines = [...names]
    .sort()
    .map((name) => `  '${name}': () => import('./schemas/${name}.json', { with: { type: 'json' } }),`);
  return `${GENERATED}
/** Name of a schema file to what reads it. */
export const schemaFiles: Readonly<Record<string, () => Promise<{ readonly default: object }>>> = {
${lines.join('\n')}
};
`;
}
