import { type Command, Option } from 'commander';
import { formatDiagnostic } from '../diagnostic.js';
import { nearest } from '../formats/did-you-mean.js';
import { setAsideLive } from '../judge/model/live/set-aside.js';
import { conclude, type Judgement, type Judges, joinJudgements, judge } from '../judge/policy/judge.js';
import type { Rule } from '../judge/policy/rule.js';
import { type ParsedWaivers, parseWaivers } from '../judge/policy/waivers.js';
import type { Note } from '../manifest/load.js';
import { type ClusterSource, findSources, loadCluster, readText } from '../manifest/load-files.js';
import type { ClusterView } from '../manifest/resource.js';
import type { ClusterReleases } from '../releases/project.js';
import { githubReport } from '../report/github.js';
import { jsonReport } from '../report/json.js';
import { sarifReport } from '../report/sarif.js';
import { countOf, type ReportInput } from '../report/summary.js';
import { textReport } from '../report/text.js';
import { writeReport } from './check-output.js';
import { fileLocator } from './file-locator.js';
import { addKindOptions, type GivenKindOptions, kindsFrom } from './kind-options.js';
import { addReleaseOptions, type ReleaseOptions, releasesFrom } from './release-options.js';

/** Forms of the report. */
export const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof FORMATS)[number];

/** The options of the command line. */
export interface CheckOptions extends ReleaseOptions, GivenKindOptions {
  readonly format: Format;
  /** File for the report, in place of standard output. */
  readonly output?: string;
  readonly waivers?: string;
  /** Only lists the rules. */
  readonly rules?: boolean;
  /** Ids of the rules to run, in place of all rules and the schema. */
  readonly only?: readonly string[];
  /** Makes warnings fail the command too. */
  readonly strict?: boolean;
  readonly verbose?: boolean;
}

/** What the command reads and writes besides manifest files. */
export interface CheckContext {
  /** `YYYY-MM-DD`, with which the last days of waivers are compared. */
  readonly today: string;
  readonly judges: Judges;
  out(text: string): void;
  err(text: string): void;
}

/** Exit codes of the command. */
export const CLEAN = 0;
export const FOUND = 1;
export const UNABLE = 2;

/** Judges the files below the given paths, prints the report and returns the exit code. */
export async function check(paths: readonly string[], options: CheckOptions, context: CheckContext): Promise<number> {
  const { judges, today, out, err } = context;
  if (options.rules === true) {
    out(ruleList(judges.rules));
    return CLEAN;
  }
  const refuse = (reasons: readonly string[]): number => {
    err(reasons.map((reason) => `error: ${reason}\n`).join(''));
    return UNABLE;
  };
  if (paths.length === 0) return refuse(['No path was given. Name the files or folders to judge.']);
  const only = options.only === undefined ? undefined : new Set(options.only);
  const unknown = [...(only ?? [])].filter((id) => !judges.rules.some((rule) => rule.id === id));
  if (unknown.length > 0) return refuse(unknown.map((id) => unknownRule(id, judges.rules)));
  const given = waiversFrom(options.waivers);
  const { releases, problems } = releasesFrom(options);
  const wrong = [...given.problems, ...problems];
  if (wrong.length > 0) return refuse(wrong.map(formatDiagnostic));

  const rules = only === undefined ? judges.rules : judges.rules.filter(({ id }) => only.has(id));
  const validators = only === undefined ? judges.validators : [];
  const sources = findSources(paths);
  const kinds = kindsFrom(options);
  const notes = [...sources.notes, ...kinds.notes];
  const judgements: Judgement[] = [];
  for (const fleet of fleetsOf(sources.clusters)) {
    judgements.push(await judge(clustersOf(fleet, releases, notes), { rules, validators, kinds: kinds.options }));
  }
  const verdict = conclude(joinJudgements(judgements), given.waivers, today, only);
  const files = sources.clusters.reduce((sum, cluster) => sum + cluster.files.length, 0);
  const locate = verdict.findings.length + verdict.waived.length > 0 ? await fileLocator() : () => undefined;
  const input: ReportInput = { verdict, notes, files, rules, locate };
  const report = reportOf(input, options);
  if (options.output === undefined) out(report);
  else {
    const reason = writeReport(options.output, report);
    if (reason !== undefined) return refuse([reason]);
  }
  return exitCode(input, options.strict === true);
}

/** A rule is often named without its domain. */
function unknownRule(id: string, rules: readonly Rule[]): string {
  const ids = rules.map((rule) => rule.id);
  const meant = ids.find((known) => known.endsWith(`/${id}`)) ?? nearest(id, ids);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `There is no rule ${id}.${hint} \`check --rules\` lists them.`;
}

function exitCode({ verdict, notes }: ReportInput, strict: boolean): number {
  if (verdict.objects === 0 || verdict.crashes.length > 0) return UNABLE;
  if (notes.some(({ level }) => level === 'error')) return UNABLE;
  if (verdict.waiverProblems.length > 0 || countOf(verdict.findings, 'error') > 0) return FOUND;
  return strict && verdict.findings.length > 0 ? FOUND : CLEAN;
}

function* clustersOf(
  sources: readonly ClusterSource[],
  releases: ClusterReleases,
  notes: Note[],
): Generator<ClusterView> {
  for (const source of sources) {
    const { view, notes: more } = loadCluster(source);
    const written = setAsideLive(view);
    notes.push(...more, ...written.notes);
    yield { ...written.view, releases };
  }
}

function fleetsOf(clusters: readonly ClusterSource[]): readonly (readonly ClusterSource[])[] {
  const fleets = new Map<string, ClusterSource[]>();
  for (const cluster of clusters) {
    const fleet = fleets.get(cluster.fleet);
    if (fleet === undefined) fleets.set(cluster.fleet, [cluster]);
    else fleet.push(cluster);
  }
  return [...fleets.values()];
}

function waiversFrom(file: string | undefined): ParsedWaivers {
  if (file === undefined) return { waivers: [], problems: [] };
  const text = readText(file);
  if (typeof text === 'string') return parseWaivers(text, file);
  // The note ends with what to do, if there is more to say than its reason.
  const [reason = '', fix = 'Name a waiver file that can be read'] = text.message.split('. ');
  return {
    waivers: [],
    problems: [{ where: file, got: `not usable: it ${reason}`, expected: 'a waiver file', fix: `${fix}.` }],
  };
}

function reportOf(input: ReportInput, { format, verbose }: CheckOptions): string {
  switch (format) {
    case 'text':
      return textReport(input, { verbose: verbose === true });
    case 'json':
      return jsonReport(input);
    case 'sarif':
      return sarifReport(input);
    case 'github':
      return githubReport(input);
  }
}

function ruleList(rules: readonly Rule[]): string {
  return rules.map(({ id, severity, scope, summary }) => `${id}  ${severity}, ${scope}\n  ${summary}\n`).join('');
}

function appended(id: string, ids: readonly string[] = []): readonly string[] {
  return [...ids, id];
}

/** Adds `check` to the program. `finish` receives the exit code. */
export function registerCheck(program: Command, context: CheckContext, finish: (code: number) => void): void {
  const command = program
    .command('check')
    .description('judges Kubernetes YAML by schema and policy')
    .argument('[path...]', 'files or folders; - reads standard input')
    .addOption(new Option('--format <format>', 'form of the report').choices(FORMATS).default('text'))
    .option('--output <file>', 'writes the report to a file')
    .option('--waivers <file>', 'accepted findings, each with reason, owner and last day')
    .option('--rules', 'lists the rules')
    // One id at a time: an option with several values would also consume the paths after it.
    .option('--only <id>', 'runs only this rule, without the schema; may be repeated', appended)
    .option('--strict', 'makes warnings fail too')
    .option('--verbose', 'also lists what was not judged and why, waived findings and vacuous rules');
  addReleaseOptions(addKindOptions(command)).action(async (paths: string[], options: CheckOptions) =>
    finish(await check(paths, options, context)),
  );
}
