import type { Finding } from '../judge/finding.js';
import { objectLabel } from '../manifest/object.js';
import { PLACES_SHOWN, skippedLines, undecidedByReason } from './not-judged.js';
import { faultsOf, type ReportInput, summaryLine, vacuousRules } from './summary.js';

/** How much the text report shows beyond findings and faults. */
export interface TextOptions {
  /** Also lists what rules did not judge, by reason and with the first places, waived findings and vacuous rules. */
  readonly verbose: boolean;
}

/** The report for people: findings by cluster, then faults, then one line of counts. */
export function textReport(input: ReportInput, { verbose }: TextOptions): string {
  const { verdict } = input;
  const blocks = findingBlocks(input, verdict.findings);
  const faults = faultsOf(input);
  if (faults.length > 0) blocks.push(faults.map((fault) => oneLine(`error: ${fault}`)).join('\n'));
  const skipped = skippedLines(input, verbose ? Number.POSITIVE_INFINITY : PLACES_SHOWN);
  if (skipped.length > 0) blocks.push(listed('not judged', skipped));
  if (verbose) {
    if (verdict.waived.length > 0) {
      const waived = verdict.waived.map(
        ({ rule, cluster, resource }) => `${rule}  ${objectLabel(resource.object)} in ${cluster}`,
      );
      blocks.push(listed('waived', waived));
    }
    const vacuous = vacuousRules(input);
    if (vacuous.length > 0) blocks.push(listed('vacuous: these rules judged nothing', vacuous));
    const undecided = undecidedByReason(input).flatMap(([reason, count, groups]) => [
      `${reason} (${count})`,
      ...groups.flatMap(({ rule, count: times, places }) => [
        `  ${rule} (${times})`,
        ...places.slice(0, PLACES_SHOWN).map((place) => `    ${place}`),
        ...(places.length > PLACES_SHOWN ? [`    and ${places.length - PLACES_SHOWN} more, all in --format json`] : []),
      ]),
    ]);
    if (undecided.length > 0) blocks.push(listed('not judged by rules, by reason', undecided));
  }
  return `${[...blocks, summaryLine(input)].join('\n\n')}\n`;
}

function findingBlocks({ locate }: ReportInput, findings: readonly Finding[]): string[] {
  const blocks = new Map<string, string[]>();
  for (const finding of findings) {
    const { rule, severity, resource, cluster, path, got, expected, effect, fix } = finding;
    const location = locate(finding);
    const place = location === undefined ? resource.file : `${resource.file}:${location.line}:${location.column}`;
    const lines = [
      `${severity} ${rule}  ${objectLabel(resource.object)}  ${path}`,
      `  at  ${place}`,
      `  got ${got}, expected ${expected}`,
      ...(effect === undefined ? [] : [`  effect ${effect}`]),
      `  fix ${fix}`,
    ];
    const block = blocks.get(cluster) ?? [];
    block.push(lines.map(oneLine).join('\n'));
    blocks.set(cluster, block);
  }
  return [...blocks].map(([cluster, block]) => [oneLine(`cluster ${cluster}`), ...block].join('\n'));
}

function listed(title: string, items: readonly string[]): string {
  return [`${title}:`, ...items.map((item) => `  ${oneLine(item)}`)].join('\n');
}

/** Control characters of a manifest would otherwise act on the reader's terminal. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, (sign) =>
    sign === '\n' ? '\\n' : `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
