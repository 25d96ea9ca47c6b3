import { cpSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { type Diagnostic, InvalidInput } from '../diagnostic.js';
import { conclude, type Judgement, type Judges, joinJudgements, judge, type Verdict } from '../judge/policy/judge.js';
import { allRules } from '../judge/policy/rules/all.js';
import { judgeSchemas } from '../judge/schema/validate.js';
import { duplicateNotes, parseManifests } from '../manifest/load.js';
import { locatorOf } from '../manifest/locate.js';
import { type Changes, HalfWritten, OutputTree, sweepStaging } from '../manifest/output-tree.js';
import type { ClusterView } from '../manifest/resource.js';
import { counted, countOf, type ReportInput, summaryLine } from '../report/summary.js';
import { textReport } from '../report/text.js';
import { type ClusterOutput, type FleetOutput, synthesizeFleet } from '../write/fleet/synthesize.js';
import type { Fleet } from '../write/platform/fleet.js';
import { explainMisuse } from './command-line.js';
import { type FormerOutput, formerOutput, lossesSince } from './losses.js';
import { OUTPUT_FOLDER } from './output-folder.js';
import { asInvalidInput, isSystemError, refusalText } from './refusal.js';
import { readRoots } from './roots.js';

/** The folder that the CLI of cdk8s empties before each run and reads after it. */
const CLI_FOLDER = '.cdk8s/dist';

/** Exit codes of the command. */
const DONE = 0;
const FOUND = 1;
const UNABLE = 2;

/** The fleets to synthesize. Only their public roots come from outside the program. */
export type FleetSource = (inputs: { roots(fleet: string): readonly string[] }) => readonly Fleet[];

/** What the command uses from its process. */
export interface SynthContext {
  /** Output folder. */
  readonly outdir: string;
  /** Git revision to compare the output with. @default HEAD, if there is one */
  readonly since?: string;
  /** Distinguishes this run's staging folder from others. */
  readonly run: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly judges: Judges;
  /** Whether another run is still running. What ended runs left beside the output is removed. */
  isRunning(run: string): boolean;
  out(text: string): void;
  err(text: string): void;
}

/**
 * `npm run synth`, and what cdk8s' CLI runs: returns the exit code.
 *
 * @param words the command line after the program's name.
 * @default that of this process
 */
export async function runSynth(source: FleetSource, words = process.argv.slice(2)): Promise<number> {
  let code = DONE;
  const program = new Command('synth')
    .description('writes every fleet as YAML, judges what it wrote, and says what changed')
    .option('--since <revision>', 'git revision to compare with to find deleted objects (default: HEAD)')
    .addHelpText('after', '\nExit code 0: written. 1: errors were found. 2: it could not do its work.')
    .action(async ({ since }: { since?: string }) => {
      code = await synthesizeAll(source, since);
    });
  explainMisuse(program);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    // Commander has printed its message already, and exits with 0 after help.
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? DONE : UNABLE;
  }
  return code;
}

async function synthesizeAll(source: FleetSource, since: string | undefined): Promise<number> {
  const requested = process.env['CDK8S_OUTDIR'];
  const byCli = requested !== undefined && resolve(requested) === resolve(CLI_FOLDER);
  const outdir = requested === undefined || byCli ? OUTPUT_FOLDER : requested;
  const context: SynthContext = {
    outdir,
    ...(since === undefined ? {} : { since }),
    run: String(process.pid),
    today: new Date().toISOString().slice(0, 10),
    judges: { rules: allRules, validators: [{ name: 'schema', validate: judgeSchemas }], kinds: { strictKinds: true } },
    isRunning,
    // The CLI of cdk8s discards what its app prints to standard output.
    out: (text) => (requested === undefined ? process.stdout : process.stderr).write(text),
    err: (text) => process.stderr.write(text),
  };
  const code = await synth(() => source({ roots: (fleet) => readRoots(fleet) }), context);
  if (byCli && code === DONE) {
    mkdirSync(dirname(requested), { recursive: true });
    cpSync(outdir, requested, { recursive: true });
  }
  return code;
}

/** Whether a process with this number is running. A run is named after its process. */
function isRunning(run: string): boolean {
  if (!/^[1-9]\d*$/.test(run)) return true;
  try {
    process.kill(Number(run), 0);
    return true;
  } catch (error) {
    // A process of another user is refused, not absent.
    return !(isSystemError(error) && error.code === 'ESRCH');
  }
}

/** Synthesizes fleets into the output folder, which changes only if there is no error. */
export async function synth(fleets: () => readonly Fleet[], context: SynthContext): Promise<number> {
  try {
    const former = formerOutput(context.outdir, context.since);
    return await writeFleets(fleets(), former, context);
  } catch (error) {
    context.err(refusal(error, context.outdir));
    return UNABLE;
  }
}

async function writeFleets(fleets: readonly Fleet[], former: FormerOutput, context: SynthContext): Promise<number> {
  for (const folder of sweepStaging(context.outdir, context.isRunning)) context.out(`cleared ${folder}\n`);
  const tree = new OutputTree(context.outdir, context.run);
  try {
    const judgements: Judgement[] = [];
    const written: ClusterOutput[] = [];
    const problems: Diagnostic[] = [];
    for (const fleet of fleets) {
      try {
        judgements.push(await judge(stageClusters(fleet, tree, written), context.judges));
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        problems.push(...error.problems);
      }
    }
    if (problems.length > 0) throw new InvalidInput(problems);
    const verdict = conclude(joinJudgements(judgements), [], context.today);
    const input: ReportInput = {
      verdict,
      notes: [],
      files: written.reduce((sum, { files }) => sum + files.length - 1, 0),
      rules: context.judges.rules,
      locate: ({ resource, path }) => locatorOf(tree.read(resource.file))(resource, path),
    };
    if (verdict.crashes.length > 0 || countOf(verdict.findings, 'error') > 0) {
      context.err(`${textReport(input, { verbose: false })}\n${context.outdir} is unchanged.\n`);
      return verdict.crashes.length > 0 ? UNABLE : FOUND;
    }
    const changes = changeList(tree.commit(), context.outdir);
    const losses = lossesSince(former, context.outdir);
    context.out(`${changes}${losses}${warningList(verdict)}proved  ${summaryLine(input)}\n`);
    return DONE;
  } finally {
    tree.discard();
  }
}

function refusal(error: unknown, outdir: string): string {
  const state = `${outdir} is ${error instanceof HalfWritten ? 'half written' : 'unchanged'}.`;
  const count = asInvalidInput(error)?.problems.length;
  return `${count === undefined ? '' : `${counted(count, 'problem')}; `}${state}\n\n${refusalText(error)}\n`;
}

/** Writes a fleet cluster by cluster and reads each cluster from disk, so that the written files are judged. */
function* stageClusters(fleet: Fleet, tree: OutputTree, written: ClusterOutput[]): Generator<ClusterView> {
  for (const output of synthesizeFleet(fleet)) {
    tree.stage(output.files);
    written.push({ ...output, files: output.files.map(({ path }) => ({ path, text: '' })) });
    yield readBack(output, tree);
  }
}

function readBack({ cluster, files, objects, releases }: FleetOutput, tree: OutputTree): ClusterView {
  const parsed = files
    .filter(({ path }) => path.endsWith('.yaml'))
    .map(({ path }) => parseManifests(tree.read(path), path));
  const view = { name: cluster, resources: parsed.flatMap(({ resources }) => resources), releases };
  const notes = [...parsed.flatMap((file) => file.notes), ...duplicateNotes(view)];
  if (notes.length > 0 || view.resources.length !== objects) {
    throw new Error(
      `cluster ${cluster}: ${objects} objects were written, ${view.resources.length} were read: ${notes.map(({ message }) => message).join('; ')}`,
    );
  }
  return view;
}

/** Warnings by rule; `check` shows their places. */
function warningList({ findings }: Verdict): string {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].map(([rule, count]) => `warned  ${rule} (${count})\n`).join('');
}

function changeList({ added, changed, removed, unchanged, untracked }: Changes, outdir: string): string {
  const line = (verb: string) => (path: string) => `${verb} ${outdir}/${path}\n`;
  return [
    ...added.map(line('added  ')),
    ...changed.map(line('changed')),
    ...removed.map(line('removed')),
    ...untracked.map((path) => `unknown ${outdir}/${path} (no known run wrote it: remove it, or keep it elsewhere)\n`),
    `kept    ${counted(unchanged, 'file')} as ${unchanged === 1 ? 'it was' : 'they were'}\n`,
  ].join('');
}
