import { createHash } from 'node:crypto';
import { formatDiagnostic } from '../diagnostic.js';
import type { Finding } from '../judge/finding.js';
import type { Rule } from '../judge/policy/rule.js';
import { identityKey, objectLabel } from '../manifest/object.js';
import { listedPlaces, skippedLines, undecidedByRule } from './not-judged.js';
import { faultsOf, type ReportInput } from './summary.js';

/**
 * The report as SARIF 2.1.0, for code scanning.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(input: ReportInput): string {
  const { verdict, rules } = input;
  const known = new Map(rules.map((rule) => [rule.id, descriptorOf(rule)]));
  const all = [...verdict.findings, ...verdict.waived];
  const others = [...all, ...verdict.undecided].map(({ rule }) => rule).filter((id) => !known.has(id));
  const descriptors = [...known.values(), ...[...new Set(others)].sort().map((id) => ({ id }))];
  const indexOf = new Map(descriptors.map(({ id }, index) => [id, index]));
  const occurrences = new Map<string, number>();
  const result = (finding: Finding, waived: boolean) => {
    const fingerprint = fingerprintOf(finding);
    const occurrence = occurrences.get(fingerprint) ?? 0;
    occurrences.set(fingerprint, occurrence + 1);
    const { rule, severity, cluster, resource, path } = finding;
    const location = input.locate(finding);
    return {
      ruleId: rule,
      ruleIndex: indexOf.get(rule),
      level: severity,
      message: { text: formatDiagnostic({ where: objectLabel(resource.object), ...finding }) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(resource.file) },
            ...(location && { region: { startLine: location.line, startColumn: location.column } }),
          },
          logicalLocations: [
            { fullyQualifiedName: `${cluster}/${identityKey(resource.object)}/${path}`, kind: 'member' },
          ],
        },
      ],
      partialFingerprints: { 'meshwrightFinding/v1': `${fingerprint}:${occurrence}` },
      ...(waived && { suppressions: [{ kind: 'external', status: 'accepted' }] }),
    };
  };
  const faults = faultsOf(input);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'meshwright', rules: descriptors } },
        invocations: [
          {
            executionSuccessful: faults.length === 0,
            toolExecutionNotifications: [
              ...faults.map((text) => ({ level: 'error', message: { text } })),
              ...skippedLines(input, Number.POSITIVE_INFINITY).map((line) => ({
                level: 'note',
                message: { text: `not judged: ${line}` },
              })),
              ...undecidedByRule(input).map(({ rule, reason, places }) => ({
                level: 'note',
                message: { text: `not judged: ${reason}: ${listedPlaces(places)}` },
                associatedRule: { id: rule, index: indexOf.get(rule) },
              })),
            ],
          },
        ],
        results: [
          ...verdict.findings.map((finding) => result(finding, false)),
          ...verdict.waived.map((finding) => result(finding, true)),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptorOf({ id, summary, rationale, source, severity }: Rule) {
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: rationale },
    helpUri: source,
    defaultConfiguration: { level: severity },
  };
}

/** Does not change when lines move, because it depends only on the rule, the object and the field. */
function fingerprintOf({ rule, cluster, resource, path }: Finding): string {
  const identity = JSON.stringify([rule, cluster, resource.file, identityKey(resource.object), path]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 32);
}

function uriOf(file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return file.startsWith('/') ? `file://${path}` : path;
}
