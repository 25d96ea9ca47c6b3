import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, type App } from 'cdk8s';
import { readRoots } from '../lib/cli/roots.js';
import { throwIfAny } from '../lib/diagnostic.js';
import { type ClusterEvaluation, evaluateCluster, finishFleet } from '../lib/judge/policy/engine.js';
import { allRules } from '../lib/judge/policy/rules/all.js';
import { validate } from '../lib/judge/schema/validate.js';
import { parseManifests } from '../lib/manifest/load.js';
import { OutputTree } from '../lib/manifest/output-tree.js';
import type { ClusterView } from '../lib/manifest/resource.js';
import { type ClusterOutput, renderCluster, synthesizeFleet } from '../lib/write/fleet/synthesize.js';
import type { Fleet } from '../lib/write/platform/fleet.js';
import { hubAndLeaves } from './fleets.js';
import { buildTree, type TreeShape } from './trees.js';

/** The measurement of one process. */
export type Case =
  | { readonly kind: 'stock'; readonly shape: TreeShape }
  | { readonly kind: 'ours'; readonly shape: TreeShape }
  | { readonly kind: 'toJson'; readonly shape: TreeShape }
  | { readonly kind: 'fleet'; readonly leaves: number }
  | { readonly kind: 'judges'; readonly leaves: number };

/** The only line that a process prints. */
export interface Measurement {
  readonly objects: number;
  /** Seconds that passed in each step, by its name. */
  readonly steps: Readonly<Record<string, number>>;
  /** Seconds of processor time in all steps together, user and system, of all threads. */
  readonly processorSeconds: number;
  readonly peakMiB: number;
}

/** Runs a case once to warm up, small, and once measured. Files are written below `folder`. */
export async function measure(wanted: Case, folder: string): Promise<Measurement> {
  await run(small(wanted), join(folder, 'warm-up'));
  return { ...(await run(wanted, join(folder, 'measured'))), peakMiB: process.resourceUsage().maxRSS / 1024 };
}

/** The same work at a size that warms up the compiler without adding to peak memory. */
function small(wanted: Case): Case {
  return 'shape' in wanted
    ? { ...wanted, shape: { ...wanted.shape, charts: 2, objectsPerChart: 50 } }
    : { ...wanted, leaves: 5 };
}

type Outcome = Omit<Measurement, 'peakMiB'>;

async function run(wanted: Case, folder: string): Promise<Outcome> {
  switch (wanted.kind) {
    case 'stock': {
      const app = buildTree(wanted.shape, folder);
      const clock = new Clock();
      clock.time('synthesis', () => app.synth());
      return { objects: countObjects(folder), ...clock.reading };
    }
    case 'ours': {
      const app = buildTree(wanted.shape, folder);
      const clock = new Clock();
      clock.time('synthesis', () => synthesizeApp(app, folder));
      return { objects: countObjects(folder), ...clock.reading };
    }
    case 'toJson': {
      const objects = buildTree(wanted.shape, folder)
        .node.findAll()
        .filter((construct) => ApiObject.isApiObject(construct));
      const clock = new Clock();
      clock.time('synthesis', () => objects.map((object) => object.toJson()));
      return { objects: objects.length, ...clock.reading };
    }
    case 'fleet': {
      const clock = new Clock();
      clock.time('synthesis', () => synthesizeAll(fleetOf(wanted.leaves), folder));
      return { objects: countObjects(folder), ...clock.reading };
    }
    case 'judges':
      return judgeAll(fleetOf(wanted.leaves), folder);
  }
}

function fleetOf(leaves: number): Fleet {
  return hubAndLeaves(leaves, readRoots('nats-mtls'));
}

function synthesizeApp(app: App, folder: string): void {
  const tree = new OutputTree(folder, 'bench');
  const { output, problems } = renderCluster('bench', 'cluster', app);
  throwIfAny(problems);
  tree.stage(output.files);
  tree.commit();
}

function synthesizeAll(fleet: Fleet, folder: string): void {
  const tree = new OutputTree(folder, 'bench');
  for (const output of synthesizeFleet(fleet)) tree.stage(output.files);
  tree.commit();
}

/** Synthesis and judgement take turns cluster by cluster, as they do in `npm run synth`. */
async function judgeAll(fleet: Fleet, folder: string): Promise<Outcome> {
  const clock = new Clock();
  const tree = new OutputTree(folder, 'bench');
  const outputs = synthesizeFleet(fleet);
  const evaluations: ClusterEvaluation[] = [];
  let objects = 0;
  for (;;) {
    const next = clock.time('synthesis', () => {
      const output = outputs.next();
      if (output.done !== true) tree.stage(output.value.files);
      return output;
    });
    if (next.done === true) break;
    const view = clock.time('reading back', () => readBack(next.value, tree));
    objects += view.resources.length;
    await clock.timeAsync('schema', () => validate(view));
    evaluations.push(clock.time('policy', () => evaluateCluster(allRules, view)));
  }
  clock.time('policy', () => finishFleet(allRules, evaluations));
  clock.time('synthesis', () => tree.commit());
  return { objects, ...clock.reading };
}

function readBack({ cluster, files }: ClusterOutput, tree: OutputTree): ClusterView {
  const manifests = files.filter(({ path }) => path.endsWith('.yaml'));
  return { name: cluster, resources: manifests.flatMap(({ path }) => parseManifests(tree.read(path), path).resources) };
}

/** Adds up the times of the steps. */
class Clock {
  readonly #steps: Record<string, number> = {};
  #processorSeconds = 0;

  get reading(): Pick<Measurement, 'steps' | 'processorSeconds'> {
    return { steps: this.#steps, processorSeconds: this.#processorSeconds };
  }

  time<Result>(step: string, act: () => Result): Result {
    const stop = this.#start(step);
    const result = act();
    stop();
    return result;
  }

  async timeAsync<Result>(step: string, act: () => Promise<Result>): Promise<Result> {
    const stop = this.#start(step);
    const result = await act();
    stop();
    return result;
  }

  #start(step: string): () => void {
    const wall = performance.now();
    const processor = process.cpuUsage();
    return () => {
      const { user, system } = process.cpuUsage(processor);
      this.#steps[step] = (this.#steps[step] ?? 0) + (performance.now() - wall) / 1e3;
      this.#processorSeconds += (user + system) / 1e6;
    };
  }
}

/** Objects in the files below a folder: both writers must have written all of them. */
function countObjects(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .reduce((sum, path) => sum + (readFileSync(join(folder, path), 'utf8').match(/^apiVersion: /gm)?.length ?? 0), 0);
}
