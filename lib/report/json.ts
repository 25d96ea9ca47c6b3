import type { Finding } from '../judge/finding.js';
import { identityOf } from '../manifest/object.js';
import { countOf, faultsOf, judgedCount, type ReportInput, vacuousRules } from './summary.js';

/** The report for programs: one JSON object, keys in a fixed order. */
export function jsonReport(input: ReportInput): string {
  const { verdict, notes, files, rules, locate } = input;
  const plain = (finding: Finding) => {
    const { rule, severity, cluster, resource, path, got, expected, effect, fix } = finding;
    const place = { file: resource.file, document: resource.document, ...locate(finding) };
    const object = identityOf(resource.object);
    return {
      rule,
      severity,
      cluster,
      object,
      path,
      got,
      expected,
      ...(effect === undefined ? {} : { effect }),
      fix,
      ...place,
    };
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
      judged: judgedCount(input),
      notJudged: verdict.undecided.length,
    },
    findings: verdict.findings.map(plain),
    waived: verdict.waived.map(plain),
    faults: faultsOf(input),
    notes,
    judged: Object.fromEntries(rules.map(({ id }) => [id, verdict.judged.get(id) ?? 0])),
    notJudged: verdict.undecided.map(({ rule, cluster, resource, path, reason }) => ({
      ...{ rule, cluster },
      ...(resource === undefined
        ? {}
        : { object: identityOf(resource.object), path, file: resource.file, document: resource.document }),
      reason,
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
