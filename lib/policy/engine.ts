import { objectLabel } from '../manifest/object.js';
import { ClusterIndex } from './cluster-index.js';
import type { ClusterView, Finding, Subject } from './finding.js';
import { sortFindings } from './finding-order.js';
import { EVERY_KIND, type Report, type Rule } from './rule.js';

/** A rule that threw. What it was to judge is not judged, so the run fails. */
export interface Crash {
  readonly rule: string;
  readonly cluster: string;
  /** The object that the rule was looking at; empty where it looked at a whole cluster or fleet. */
  readonly object: string;
  readonly message: string;
}

/** What the rules found. */
export interface Evaluation {
  /** Sorted, so that two runs print the same list. */
  readonly findings: readonly Finding[];
  /** Rule id to the number of objects that the rule looked at. A rule with 0 is vacuous: its passing says nothing. */
  readonly evaluated: ReadonlyMap<string, number>;
  readonly crashes: readonly Crash[];
}

/** What the rules found in one cluster, and what the fleet rules took from it. */
export interface ClusterEvaluation extends Evaluation {
  readonly cluster: string;
  /** Id of a fleet rule to the facts that it collected. */
  readonly facts: ReadonlyMap<string, unknown>;
}

/** Judges one cluster. Fleet rules only collect here; {@link finishFleet} lets them speak. */
export function evaluateCluster(rules: readonly Rule[], view: ClusterView): ClusterEvaluation {
  const index = new ClusterIndex(view);
  const findings: Finding[] = [];
  const evaluated = new Map<string, number>();
  const crashes: Crash[] = [];
  const facts = new Map<string, unknown>();
  for (const rule of rules) {
    const subjects = rule.appliesTo.includes(EVERY_KIND) ? view.subjects : index.ofKind(...rule.appliesTo);
    evaluated.set(rule.id, subjects.length);
    const guarded = (object: string, run: () => void): void => {
      try {
        run();
      } catch (error) {
        crashes.push({ rule: rule.id, cluster: view.name, object, message: messageOf(error) });
      }
    };
    if (rule.scope === 'object') {
      for (const subject of subjects) {
        guarded(objectLabel(subject.object), () => {
          for (const report of rule.check(subject, index)) findings.push(finding(rule, view.name, subject, report));
        });
      }
    } else if (rule.scope === 'cluster') {
      if (subjects.length === 0) continue;
      guarded('', () => {
        for (const report of rule.check(index)) findings.push(finding(rule, view.name, report.subject, report));
      });
    } else {
      guarded('', () => {
        facts.set(rule.id, rule.collect(index));
      });
    }
  }
  return { cluster: view.name, findings: sortFindings(findings), evaluated, crashes, facts };
}

/** Lets the fleet rules compare what they collected, and joins it with what was found cluster by cluster. */
export function finishFleet(rules: readonly Rule[], clusters: readonly ClusterEvaluation[]): Evaluation {
  const sorted = [...clusters].sort((a, b) => (a.cluster < b.cluster ? -1 : 1));
  const findings = sorted.flatMap((cluster) => cluster.findings);
  const crashes = sorted.flatMap((cluster) => cluster.crashes);
  const evaluated = addCounts(
    rules.map((rule) => [rule.id, 0]),
    ...sorted.map((cluster) => cluster.evaluated),
  );
  for (const rule of rules) {
    if (rule.scope !== 'fleet') continue;
    const facts = new Map(
      sorted
        .filter((cluster) => cluster.facts.has(rule.id))
        .map((cluster) => [cluster.cluster, cluster.facts.get(rule.id)]),
    );
    try {
      for (const report of rule.check(facts)) findings.push(finding(rule, report.cluster, report.subject, report));
    } catch (error) {
      crashes.push({ rule: rule.id, cluster: '', object: '', message: messageOf(error) });
    }
  }
  return { findings: sortFindings(findings), evaluated, crashes };
}

/** Adds up counts of the same key. */
export function addCounts(...counts: readonly Iterable<readonly [string, number]>[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const entries of counts) for (const [key, count] of entries) sum.set(key, (sum.get(key) ?? 0) + count);
  return sum;
}

function finding({ id, severity }: Rule, cluster: string, subject: Subject, report: Report): Finding {
  const { path, got, expected, fix } = report;
  return { rule: id, severity, cluster, subject, path, got, expected, fix };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
