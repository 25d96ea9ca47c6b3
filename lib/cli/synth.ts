import { cpSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Fleet } from '../fleet/fleet.js';
import { type ClusterOutput, synthesizeFleet } from '../fleet/synthesize.js';
import { duplicateNotes, parseManifests } from '../manifest/load.js';
import { locatorOf } from '../manifest/locate.js';
import { type Changes, OutputTree } from '../manifest/output-tree.js';
import type { ClusterView } from '../policy/finding.js';
import { conclude, type Judgement, type Judges, joinJudgements, judge, type Verdict } from '../policy/judge.js';
import { allRules } from '../policy/rules/all.js';
import { InvalidInput } from '../problem.js';
import { counted, countOf, type ReportInput, summaryLine } from '../report/summary.js';
import { textReport } from '../report/text.js';
import { validate } from '../schema/validate.js';
import { readRoots } from './roots.js';

/** Where the manifests go. */
export const OUTPUT_FOLDER = 'dist';
/** The folder that cdk8s' own CLI empties before each run and reads after it. */
const CLI_FOLDER = '.cdk8s/dist';

/** Exit codes of the command. */
const DONE = 0;
const FOUND = 1;
const UNABLE = 2;

/** The fleets to synthesize; public roots are what they take from outside the program. */
export type FleetSource = (inputs: { roots(fleet: string): readonly string[] }) => readonly Fleet[];

/** What the command uses of the process that runs it. */
export interface SynthContext {
  /** Output folder. */
  readonly outdir: string;
  /** Tells this run's staging folder from another's. */
  readonly run: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly judges: Judges;
  out(text: string): void;
  err(text: string): void;
}

/** `npm run synth`, and what cdk8s' CLI runs: writes every fleet, judges what it wrote, and returns the exit code. */
export async function runSynth(source: FleetSource): Promise<number> {
  const requested = process.env['CDK8S_OUTDIR'];
  const byCli = requested !== undefined && resolve(requested) === resolve(CLI_FOLDER);
  const outdir = requested === undefined || byCli ? OUTPUT_FOLDER : requested;
  const code = await synth(source({ roots: (fleet) => readRoots(fleet) }), {
    outdir,
    run: String(process.pid),
    today: new Date().toISOString().slice(0, 10),
    judges: { rules: allRules, validators: [{ name: 'schema', validate }] },
    // cdk8s' CLI swallows what its app prints to standard output.
    out: (text) => (requested === undefined ? process.stdout : process.stderr).write(text),
    err: (text) => process.stderr.write(text),
  });
  if (byCli && code === DONE) {
    mkdirSync(dirname(requested), { recursive: true });
    cpSync(outdir, requested, { recursive: true });
  }
  return code;
}

/** Synthesizes fleets into the output folder, which changes only if nothing is wrong. */
export async function synth(fleets: readonly Fleet[], context: SynthContext): Promise<number> {
  const tree = new OutputTree(context.outdir, context.run);
  try {
    const judgements: Judgement[] = [];
    const written: ClusterOutput[] = [];
    const problems: InvalidInput[] = [];
    for (const fleet of fleets) {
      try {
        judgements.push(await judge(stageClusters(fleet, tree, written), context.judges));
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        problems.push(error);
      }
    }
    if (problems.length > 0) throw new InvalidInput(problems.flatMap((error) => error.problems));
    const verdict = conclude(joinJudgements(judgements), [], context.today);
    const input: ReportInput = {
      verdict,
      notes: [],
      files: written.reduce((sum, { files }) => sum + files.length - 1, 0),
      rules: context.judges.rules,
      locate: ({ subject, path }) => locatorOf(tree.read(subject.file))(subject, path),
    };
    if (verdict.crashes.length > 0 || countOf(verdict.findings, 'error') > 0) {
      context.err(`${textReport(input, { verbose: false })}\n${context.outdir} is unchanged.\n`);
      return verdict.crashes.length > 0 ? UNABLE : FOUND;
    }
    context.out(`${changeList(tree.commit(), context.outdir)}${warningList(verdict)}proved  ${summaryLine(input)}\n`);
    return DONE;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    context.err(
      `${error.problems.length} ${error.problems.length === 1 ? 'problem' : 'problems'}; ${context.outdir} is unchanged.\n\n${error.message}\n`,
    );
    return UNABLE;
  } finally {
    tree.discard();
  }
}

/** Writes a fleet cluster by cluster and reads each back from disk: what ships is what is judged. */
function* stageClusters(fleet: Fleet, tree: OutputTree, written: ClusterOutput[]): Generator<ClusterView> {
  for (const output of synthesizeFleet(fleet)) {
    tree.stage(output.files);
    written.push({ ...output, files: output.files.map(({ path }) => ({ path, text: '' })) });
    yield readBack(output, tree);
  }
}

function readBack({ cluster, files, objects }: ClusterOutput, tree: OutputTree): ClusterView {
  const parsed = files
    .filter(({ path }) => path.endsWith('.yaml'))
    .map(({ path }) => parseManifests(tree.read(path), path));
  const view = { name: cluster, subjects: parsed.flatMap(({ subjects }) => subjects) };
  const notes = [...parsed.flatMap((file) => file.notes), ...duplicateNotes(view)];
  if (notes.length > 0 || view.subjects.length !== objects) {
    throw new Error(
      `cluster ${cluster}: ${objects} objects were written, ${view.subjects.length} were read back ${notes.map(({ message }) => message).join('; ')}`,
    );
  }
  return view;
}

/** Warnings by rule; `check` shows where they stand. */
function warningList({ findings }: Verdict): string {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].map(([rule, count]) => `warned  ${rule} (${count})\n`).join('');
}

function changeList({ added, changed, removed, unchanged }: Changes, outdir: string): string {
  const line = (verb: string) => (path: string) => `${verb} ${outdir}/${path}\n`;
  return [
    ...added.map(line('added  ')),
    ...changed.map(line('changed')),
    ...removed.map(line('removed')),
    `kept    ${counted(unchanged, 'file')} as ${unchanged === 1 ? 'it was' : 'they were'}\n`,
  ].join('');
}
