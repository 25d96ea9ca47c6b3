import { formatDiagnostic } from '../diagnostic.js';
import type { Finding, Severity } from '../judge/finding.js';
import type { Verdict } from '../judge/policy/judge.js';
import type { Rule } from '../judge/policy/rule.js';
import type { Note } from '../manifest/load.js';
import type { Location } from '../manifest/locate.js';

/** Everything that a report shows. */
export interface ReportInput {
  readonly verdict: Verdict;
  /** Notes on files of which something was not judged. */
  readonly notes: readonly Note[];
  /** Files that were read. */
  readonly files: number;
  /** The rules that ran. */
  readonly rules: readonly Rule[];
  /** Where a finding is in its file; undefined if that is not known. */
  readonly locate: (finding: Finding) => Location | undefined;
}

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

/** How often a rule judged something: found it in order, or found a violation. */
export function judgedCount({ verdict }: ReportInput): number {
  return [...verdict.judged.values()].reduce((sum, count) => sum + count, 0);
}

/** Ids of the rules that judged nothing, sorted. */
export function vacuousRules({ verdict, rules }: ReportInput): readonly string[] {
  return rules.map(({ id }) => id).filter((id) => (verdict.judged.get(id) ?? 0) === 0);
}

/** What prevented a complete judgement, and what is wrong with the waivers; one sentence each. */
export function faultsOf({ verdict, notes }: ReportInput): readonly string[] {
  const faults = notes.filter(({ level }) => level === 'error').map(formatNote);
  if (verdict.objects === 0) faults.push(`Nothing was judged: ${whyNothing(notes)}.`);
  for (const { rule, cluster, object, message } of verdict.crashes) {
    const place = cluster === '' ? 'the fleet' : `cluster ${cluster}`;
    faults.push(
      `${rule} failed on ${object === '' ? place : `${object} in ${place}`}: ${message}. Its findings are missing.`,
    );
  }
  return [...faults, ...verdict.waiverProblems.map(formatDiagnostic)];
}

function whyNothing(notes: ReportInput['notes']): string {
  return notes.some(({ kind }) => kind === 'made-by-cluster')
    ? 'the cluster itself made every object in the given paths'
    : 'no Kubernetes object was found in the given paths';
}

export function formatNote(note: Note): string {
  return `${placeOf(note)} ${note.message}.`;
}

/** Where a note belongs: the file, and as much more as is known. */
export function placeOf({ file, line, document }: Note): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return document === undefined ? place : `${place} (document ${document + 1})`;
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
  const judged = `judged ${judgedCount(input)}, not judged ${verdict.undecided.length}`;
  return `${parts.join(', ')} in ${scope}; ${counted(rules.length - vacuous, 'rule')} evaluated, ${vacuous} vacuous: ${judged}`;
}
