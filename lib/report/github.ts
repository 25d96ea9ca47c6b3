import { formatDiagnostic } from '../diagnostic.js';
import type { Severity } from '../judge/finding.js';
import { objectLabel } from '../manifest/object.js';
import { listedPlaces, skippedLines, undecidedByRule } from './not-judged.js';
import { faultsOf, type ReportInput, summaryLine } from './summary.js';

/** GitHub shows no more annotations of one level for one step. */
const MAX_OF_LEVEL = 10;

/**
 * The report as workflow commands that GitHub shows next to the changed lines; faults come first, and the rest is
 * counted.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubReport(input: ReportInput): string {
  const faults = faultsOf(input).map((fault) => `::error::${escapeData(fault)}`);
  const errors = [...faults, ...annotations(input, 'error')];
  const warnings = annotations(input, 'warning');
  const notices = [
    ...skippedLines(input).map((line) => `::notice::not judged: ${escapeData(line)}`),
    ...undecidedByRule(input).map(
      ({ rule, reason, places }) =>
        `::notice title=${escapeProperty(rule)}::not judged: ${escapeData(`${reason}: ${listedPlaces(places)}`)}`,
    ),
  ];
  const all = [errors, warnings, notices];
  const shown = all.flatMap((lines) => lines.slice(0, MAX_OF_LEVEL));
  const hidden = all.flat().length - shown.length;
  const rest = hidden > 0 ? `; ${hidden} not shown as annotations` : '';
  return `${[...shown, `${summaryLine(input)}${rest}`].join('\n')}\n`;
}

function annotations({ verdict, locate }: ReportInput, severity: Severity): string[] {
  return verdict.findings
    .filter((finding) => finding.severity === severity)
    .map((finding) => {
      const { rule, resource } = finding;
      const location = locate(finding);
      const place = location === undefined ? '' : `,line=${location.line},col=${location.column}`;
      const message = formatDiagnostic({ where: objectLabel(resource.object), ...finding });
      const properties = `file=${escapeProperty(resource.file)}${place},title=${escapeProperty(rule)}`;
      return `::${severity} ${properties}::${escapeData(message)}`;
    });
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
