import type { Note } from '../manifest/load.js';
import type { Location } from '../manifest/locate.js';
import type { Finding, Severity } from '../policy/finding.js';
import type { Verdict } from '../policy/judge.js';
import type { Rule } from '../policy/rule.js';
import { formatProblem } from '../problem.js';

/** Everything that a report shows. */
export interface ReportInput {
  readonly verdict: Verdict;
  /** What there is to say of files that were not judged in whole. */
  readonly notes: readonly Note[];
  /** Files that were read. */
  readonly files: number;
  /** The rules that ran. */
  readonly rules: readonly Rule[];
  /** Where a finding stands in its file; undefined where that is not known. */
  readonly locate: (finding: Finding) => Location | undefined;
}

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

/** Ids of the rules that looked at no object, sorted. */
export function vacuousRules({ verdict, rules }: ReportInput): readonly string[] {
  return rules.map(({ id }) => id).filter((id) => (verdict.evaluated.get(id) ?? 0) === 0);
}

/** What kept the command from doing its work or is wrong with the waivers, as one sentence each. */
export function faultsOf({ verdict, notes }: ReportInput): readonly string[] {
  const faults = notes.filter(({ level }) => level === 'error').map(formatNote);
  if (verdict.objects === 0) faults.push('Nothing was judged: no Kubernetes object was found in the given paths.');
  for (const { rule, cluster, object, message } of verdict.crashes) {
    const place = cluster === '' ? 'the fleet' : `cluster ${cluster}`;
    faults.push(
      `${rule} failed on ${object === '' ? place : `${object} in ${place}`}: ${message}. Its findings are missing.`,
    );
  }
  return [...faults, ...verdict.waiverProblems.map(formatProblem)];
}

export function formatNote(note: Note): string {
  return `${placeOf(note)} ${note.message}.`;
}

function placeOf({ file, line, document }: Note): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return document === undefined ? place : `${place} (document ${document + 1})`;
}

/** What was passed over without harm, one line for each reason with the places it holds for, as many as `places` of them. */
export function skippedLines({ notes }: ReportInput, places: number): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const note of notes) {
    if (note.level !== 'information') continue;
    const known = reasons.get(note.message);
    if (known === undefined) reasons.set(note.message, [placeOf(note)]);
    else known.push(placeOf(note));
  }
  return [...reasons].map(([message, where]) => {
    const rest = where.length - places;
    const named = where.slice(0, places).join(', ');
    return `${message}: ${named}${rest > 0 ? ` and ${rest} more` : ''}`;
  });
}

/** A count with its noun: `1 error`, `3 errors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The one line that closes every report. */
export function summaryLine(input: ReportInput): string {
  const { verdict, files, rules } = input;
  const vacuous = vacuousRules(input).length;
  const parts = [
    counted(countOf(verdict.findings, 'error'), 'error'),
    counted(countOf(verdict.findings, 'warning'), 'warning'),
    `${verdict.waived.length} waived`,
  ];
  const scope = [counted(files, 'file'), counted(verdict.objects, 'object'), counted(verdict.clusters, 'cluster')].join(
    ', ',
  );
  return `${parts.join(', ')} in ${scope}; ${counted(rules.length - vacuous, 'rule')} evaluated, ${vacuous} vacuous`;
}
