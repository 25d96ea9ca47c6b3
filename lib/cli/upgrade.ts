import { type Command, Option } from 'commander';
import { formatDiagnostic } from '../diagnostic.js';
import { needsAction } from '../judge/upgrade/consequence.js';
import { type ClusterUpgrade, planUpgrade } from '../judge/upgrade/request.js';
import { consequencesOf, type UpgradeOutcome } from '../judge/upgrade/upgrade.js';
import type { Note } from '../manifest/load.js';
import { findSources, loadCluster } from '../manifest/load-files.js';
import { formatNote } from '../report/summary.js';
import { upgradeJson } from '../report/upgrade-json.js';
import { upgradeText } from '../report/upgrade-text.js';
import { fileLocator } from './file-locator.js';
import type { ReleaseOptions } from './release-options.js';
import { addUpgradeOptions, upgradeFrom } from './upgrade-options.js';

const NOTHING_TO_DO = 0;
const SOMETHING_TO_DO = 1;
const UNABLE = 2;

const FORMATS = ['text', 'json'] as const;

/** The options of the command line. */
export interface UpgradeOptions extends ReleaseOptions {
  readonly format: (typeof FORMATS)[number];
  readonly verbose?: boolean;
}

/** Receives the report, or why there is none. */
export interface UpgradeOutput {
  out(text: string): void;
  err(text: string): void;
}

/** Reports what an upgrade changes for the objects below the given paths, and returns the exit code. */
export async function runUpgrade(
  paths: readonly string[],
  options: UpgradeOptions,
  { out, err }: UpgradeOutput,
): Promise<number> {
  const refuse = (reasons: readonly string[]): number => {
    err(reasons.map((reason) => `error: ${reason}\n`).join(''));
    return UNABLE;
  };
  if (paths.length === 0) return refuse(['No path was given. Name the files or folders to compare.']);
  const { from, to, problems } = upgradeFrom(options);
  if (problems.length > 0) return refuse(problems.map(formatDiagnostic));
  const { clusters, notes } = loaded(paths);
  const plan = planUpgrade(clusters, from, to);
  if (plan.problems.length > 0) return refuse(plan.problems.map(formatDiagnostic));
  const faults = notes.filter(({ level }) => level === 'error').map(formatNote);
  const objects = clusters.reduce((sum, { resources }) => sum + resources.length, 0);
  if (objects === 0) return refuse([...faults, 'There is no Kubernetes object in the given paths.']);

  const outcomes = await outcomesOf(plan.upgrades);
  const input = { outcomes, objects, faults, locate: await fileLocator() };
  out(options.format === 'json' ? upgradeJson(input) : upgradeText(input, { verbose: options.verbose === true }));
  if (faults.length > 0) return UNABLE;
  const mustAct = outcomes.some(({ consequences }) => consequences.some(needsAction));
  return mustAct ? SOMETHING_TO_DO : NOTHING_TO_DO;
}

function loaded(paths: readonly string[]) {
  const sources = findSources(paths);
  const clusters = sources.clusters.map(loadCluster);
  const notes: readonly Note[] = [...sources.notes, ...clusters.flatMap((cluster) => cluster.notes)];
  return { clusters: clusters.map(({ view }) => view), notes };
}

async function outcomesOf(upgrades: readonly ClusterUpgrade[]): Promise<readonly UpgradeOutcome[]> {
  const outcomes: UpgradeOutcome[] = [];
  // One after the other: the schemas that one cluster compiles serve the next.
  for (const upgrade of upgrades) outcomes.push(await consequencesOf(upgrade));
  return outcomes;
}

const HELP = `
Compares what the objects mean in the releases that run and in those that are named. Change what is refused before the
upgrade, and what changes behavior if you rely on the old behavior.
Exit code 0: nothing to do. 1: something is refused or changes behavior. 2: it could not do its work.`;

/** Adds `upgrade` to the program. `finish` receives the exit code. */
export function registerUpgrade(program: Command, output: UpgradeOutput, finish: (code: number) => void): void {
  const command = program
    .command('upgrade')
    .description('says what a release of Kubernetes, Istio, Linkerd, NATS and others changes for your objects')
    .argument('[path...]', 'files or folders; - reads standard input')
    .addOption(new Option('--format <format>', 'form of the report').choices(FORMATS).default('text'))
    .option('--verbose', 'lists every place of a change')
    .addHelpText('after', HELP);
  addUpgradeOptions(command).action(async (paths: string[], options: UpgradeOptions) =>
    finish(await runUpgrade(paths, options, output)),
  );
}
