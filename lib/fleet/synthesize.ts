import { App, Chart } from 'cdk8s';
import { emit } from '../manifest/emit.js';
import { INVENTORY, inventoryLine } from '../manifest/inventory.js';
import type { ManifestObject } from '../manifest/object.js';
import { compareObjects, compareText } from '../manifest/order.js';
import type { OutputFile } from '../manifest/output-tree.js';
import { resolve } from '../manifest/resolve.js';
import { InvalidInput, type Problem, rejectIfAny } from '../problem.js';
import type { SecretContent } from '../secrets/secret-content.js';
import { checkFacts } from './check-facts.js';
import { type Fact, factsOf } from './facts.js';
import type { Fleet, FleetCluster } from './fleet.js';
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
  /** Secrets that `npm run credentials` makes, since the files do not hold them. */
  readonly secrets: readonly SecretContent[];
}

/** The stage of objects for which no construct states one. */
const DEFAULT_STAGE: Stage = '60-workloads';

/**
 * Synthesizes a fleet one cluster at a time, so that only one cluster's objects are in memory.
 *
 * Throws {@link InvalidInput} with every fault of every cluster once the last one has been built; what was yielded before is
 * then not to be kept.
 */
export function* synthesizeFleet(fleet: Fleet): Generator<ClusterOutput, void, undefined> {
  const problems: Problem[] = [...fleet.definitionProblems];
  const facts: Fact[] = [];
  const unfinished = new Set<string>();
  for (const cluster of fleet.clusters) {
    const found = problems.length;
    const app = buildApp(cluster, problems);
    if (problems.length > found) unfinished.add(cluster.name);
    const rendering = renderCluster(fleet.name, cluster.name, app);
    problems.push(...rendering.problems);
    facts.push(...factsOf(app).filter(({ kind }) => kind !== 'secret'));
    // Once anything is wrong nothing will be kept, and a wrong name must not become a path.
    if (problems.length === 0) yield rendering.output;
  }
  rejectIfAny([...problems, ...checkFacts(fleet.name, facts, unfinished)]);
}

/** What the construct tree of one cluster comes to. */
export interface Rendering {
  readonly output: ClusterOutput;
  readonly problems: readonly Problem[];
}

/** Turns the construct tree of one cluster into its files: each chart is a component, and one file in each of its stages. */
export function renderCluster(fleet: string, cluster: string, app: App): Rendering {
  const { objects, problems } = resolve(app);
  const files = new Map<string, ManifestObject[]>();
  for (const { object, construct } of objects) {
    const component = construct.chart.node.id;
    const path = `${stageOf(construct) ?? DEFAULT_STAGE}/${component}.k8s.yaml`;
    label(object, component, fleet);
    const inFile = files.get(path);
    if (inFile === undefined) files.set(path, [object]);
    else inFile.push(object);
  }
  const secrets = factsOf(app).flatMap((fact) => (fact.kind === 'secret' ? [fact.content] : []));
  return { output: toOutput(fleet, cluster, files, secrets), problems };
}

function buildApp(cluster: FleetCluster, problems: Problem[]): App {
  const app = new App();
  for (const [component, build] of cluster.components) {
    const chart = new Chart(app, component, { disableResourceNameHashes: true });
    try {
      build(chart);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      problems.push(...error.problems);
    }
  }
  return app;
}

/** A name that the construct itself states is kept. */
function label({ metadata }: ManifestObject, component: string, fleet: string): void {
  metadata.labels ??= {};
  metadata.labels['app.kubernetes.io/name'] ??= component;
  metadata.labels['app.kubernetes.io/part-of'] = fleet;
  metadata.labels['app.kubernetes.io/managed-by'] = 'meshwright';
}

function toOutput(
  fleet: string,
  cluster: string,
  files: ReadonlyMap<string, ManifestObject[]>,
  secrets: readonly SecretContent[],
): ClusterOutput {
  const folder = `${fleet}/${cluster}`;
  const sorted = [...files].sort(([a], [b]) => compareText(a, b));
  const inventory = sorted.flatMap(([path, objects]) =>
    [...objects].sort(compareObjects).map((object) => inventoryLine(path, object)),
  );
  return {
    cluster,
    folder,
    files: [
      ...sorted.map(([path, objects]) => ({ path: `${folder}/${path}`, text: emit(objects) })),
      { path: `${folder}/${INVENTORY}`, text: inventory.join('') },
    ],
    objects: inventory.length,
    secrets,
  };
}
