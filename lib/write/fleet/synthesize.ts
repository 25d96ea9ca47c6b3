import { App, Chart } from 'cdk8s';
import { type Diagnostic, InvalidInput, throwIfAny } from '../../diagnostic.js';
import { emit } from '../../manifest/emit.js';
import { INVENTORY, inventoryLine } from '../../manifest/inventory.js';
import type { ManifestObject } from '../../manifest/object.js';
import { compareObjects, compareText } from '../../manifest/order.js';
import type { OutputFile } from '../../manifest/output-tree.js';
import { resolve } from '../../manifest/resolve.js';
import type { ClusterReleases } from '../../releases/project.js';
import type { SecretContent } from '../secrets/secret-content.js';
import { checkFacts } from './check-facts.js';
import type { ClusterSet, ComponentCluster } from './components.js';
import { type Fact, factsOf } from './facts.js';
import { type Turn, turnOf } from './sequence.js';
import { type Stage, stageOf } from './stage.js';

/** The files of one cluster. */
export interface ClusterOutput {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Folder of the cluster relative to the output folder: `<fleet>/<cluster>`. */
  readonly folder: string;
  /** The files of all stages, and the inventory. */
  readonly files: readonly OutputFile[];
  /** Number of Kubernetes objects in the files. */
  readonly objects: number;
  /** Secrets that `npm run credentials` makes, because they are not in the files. */
  readonly secrets: readonly SecretContent[];
}

/** The output of a cluster of a fleet, and what the cluster runs. */
export interface FleetOutput extends ClusterOutput {
  readonly releases: ClusterReleases;
}

/** The default stage of objects. */
const DEFAULT_STAGE: Stage = '60-workloads';

/**
 * Synthesizes a fleet one cluster at a time, so that only one cluster's objects are in memory.
 *
 * Throws {@link InvalidInput} with every fault of every cluster once the last one has been built; files yielded before
 * must then be discarded. A component that throws another error is reported only if nothing else is wrong: usually the
 * fault is its cause.
 */
export function* synthesizeFleet(fleet: ClusterSet): Generator<FleetOutput, void, undefined> {
  const problems: Diagnostic[] = [...fleet.definitionProblems];
  const crashes: unknown[] = [];
  const facts: Fact[] = [];
  const unfinished = new Set<string>();
  for (const cluster of fleet.clusters) {
    const build = buildCluster(cluster);
    problems.push(...build.problems);
    crashes.push(...build.crashes);
    const faults = [...cluster.definitionProblems, ...build.problems, ...build.crashes];
    if (faults.length > 0) unfinished.add(cluster.name);
    const rendering = renderCluster(fleet.name, cluster.name, build.app);
    problems.push(...rendering.problems);
    facts.push(...factsOf(build.app).filter(({ kind }) => kind !== 'secret'));
    // After a fault no file is kept, and a faulty name must not become a path.
    if (problems.length + crashes.length === 0) yield { ...rendering.output, releases: cluster.releases };
  }
  throwIfAny([...problems, ...checkFacts(fleet, facts, unfinished)]);
  for (const crash of crashes) throw crash;
}

/** The result of the construct tree of one cluster. */
export interface Rendering {
  readonly output: ClusterOutput;
  readonly problems: readonly Diagnostic[];
}

/** Turns the construct tree of one cluster into its files. */
export function renderCluster(fleet: string, cluster: string, app: App): Rendering {
  const { files, problems } = arrange(fleet, app);
  const secrets = factsOf(app).flatMap((fact) => (fact.kind === 'secret' ? [fact.content] : []));
  return { output: toOutput(fleet, cluster, files, secrets), problems };
}

/** The objects of one file, in the order in which they are applied. */
export interface ArrangedFile {
  /** `<stage>/<component>.k8s.yaml`. */
  readonly path: string;
  readonly objects: readonly ManifestObject[];
}

/** The objects of a construct tree by file: each chart is a component, and one file in each of its stages. */
export function arrange(
  fleet: string,
  app: App,
): { readonly files: readonly ArrangedFile[]; readonly problems: readonly Diagnostic[] } {
  const { objects, problems } = resolve(app);
  const files = new Map<string, PlacedObject[]>();
  for (const { object, construct } of objects) {
    const component = construct.chart.node.id;
    const path = `${stageOf(construct) ?? DEFAULT_STAGE}/${component}.k8s.yaml`;
    label(object, component, fleet);
    const placed = { object, turn: turnOf(construct) };
    const inFile = files.get(path);
    if (inFile === undefined) files.set(path, [placed]);
    else inFile.push(placed);
  }
  const sorted = [...files].sort(([a], [b]) => compareText(a, b));
  return { files: sorted.map(([path, placed]) => ({ path, objects: inOrder(placed) })), problems };
}

/** The construct tree of a cluster, and the errors of components that failed. */
export interface ClusterBuild {
  readonly app: App;
  readonly problems: readonly Diagnostic[];
  /** Other errors: bugs in a component's own code. */
  readonly crashes: readonly unknown[];
}

/** Builds every component of a cluster, even if some fail. */
export function buildCluster(cluster: ComponentCluster): ClusterBuild {
  const app = new App();
  const problems: Diagnostic[] = [];
  const crashes: unknown[] = [];
  for (const [component, build] of cluster.components) {
    const chart = new Chart(app, component, { disableResourceNameHashes: true });
    try {
      build(chart);
    } catch (error) {
      if (error instanceof InvalidInput) problems.push(...error.problems);
      else crashes.push(error);
    }
  }
  return { app, problems, crashes };
}

/** A name that the construct itself sets is kept. */
function label({ metadata }: ManifestObject, component: string, fleet: string): void {
  metadata.labels ??= {};
  metadata.labels['app.kubernetes.io/name'] ??= component;
  metadata.labels['app.kubernetes.io/part-of'] = fleet;
  metadata.labels['app.kubernetes.io/managed-by'] = 'meshwright';
}

interface PlacedObject {
  readonly object: ManifestObject;
  readonly turn: Turn | undefined;
}

/** In the order in which they are applied, which depends on the objects and their turns, never on the order of construction. */
function inOrder(placed: readonly PlacedObject[]): readonly ManifestObject[] {
  return [...placed]
    .sort(
      (a, b) =>
        Number(a.turn !== undefined) - Number(b.turn !== undefined) ||
        compareText(a.turn?.sequence ?? '', b.turn?.sequence ?? '') ||
        (a.turn?.turn ?? 0) - (b.turn?.turn ?? 0) ||
        compareObjects(a.object, b.object),
    )
    .map(({ object }) => object);
}

function toOutput(
  fleet: string,
  cluster: string,
  files: readonly ArrangedFile[],
  secrets: readonly SecretContent[],
): ClusterOutput {
  const folder = `${fleet}/${cluster}`;
  const inventory = files.flatMap(({ path, objects }) => objects.map((object) => inventoryLine(path, object)));
  return {
    cluster,
    folder,
    files: [
      ...files.map(({ path, objects }) => ({ path: `${folder}/${path}`, text: emit(objects) })),
      { path: `${folder}/${INVENTORY}`, text: inventory.join('') },
    ],
    objects: inventory.length,
    secrets,
  };
}
