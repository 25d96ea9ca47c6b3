import { identityOf } from '../manifest/object.js';
import type { Finding } from '../policy/finding.js';
import { countOf, faultsOf, type ReportInput, vacuousRules } from './summary.js';

/** The report for programs: one JSON object, keys in a fixed order. */
export function jsonReport(input: ReportInput): string {
  const { verdict, notes, files, rules, locate } = input;
  const plain = (finding: Finding) => {
    const { rule, severity, cluster, subject, path, got, expected, fix } = finding;
    const place = { file: subject.file, document: subject.document, ...locate(finding) };
    return { rule, severity, cluster, object: identityOf(subject.object), path, got, expected, fix, ...place };
  };
  const report = {
    summary: {
      errors: countOf(verdict.findings, 'error'),
      warnings: countOf(verdict.findings, 'warning'),
      waived: verdict.waived.length,
      files,
      objects: verdict.objects,
      clusters: verdict.clusters,
      rules: rules.length,
      vacuous: vacuousRules(input).length,
    },
    findings: verdict.findings.map(plain),
    waived: verdict.waived.map(plain),
    faults: faultsOf(input),
    notes,
    evaluated: Object.fromEntries(rules.map(({ id }) => [id, verdict.evaluated.get(id) ?? 0])),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
