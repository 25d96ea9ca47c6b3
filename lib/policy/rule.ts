import type { ClusterIndex } from './cluster-index.js';
import type { Severity, Subject } from './finding.js';

/** Stands in `appliesTo` for all kinds. */
export const EVERY_KIND = '*';

/** What a rule says of one field. */
export interface Report {
  /** Path of the field within the object, as `at` of lib/manifest/field-path writes it. */
  readonly path: string;
  /** What was found. Never a secret. */
  readonly got: string;
  readonly expected: string;
  /** What to change, and the effect of leaving it where that is not obvious; one or more sentences. */
  readonly fix: string;
}

/** A report of a rule that looks at a whole cluster. */
export interface ClusterReport extends Report {
  readonly subject: Subject;
}

/** A report of a rule that looks at a whole fleet. */
export interface FleetReport extends ClusterReport {
  /** Name of the cluster that the object belongs to. */
  readonly cluster: string;
}

interface RuleText {
  /** `<domain>/<positive fact>`: path of the rule's file below `rules/`, anchor in docs/rules.md and key in waivers. */
  readonly id: string;
  readonly severity: Severity;
  /** The fact that holds where the rule passes; one sentence. */
  readonly summary: string;
  /** What goes wrong where it does not hold. */
  readonly rationale: string;
  /** URL of the upstream page that the fact comes from. */
  readonly source: string;
  /** Kinds that the rule is about: `apps/StatefulSet`, `Service`, or {@link EVERY_KIND}. It is evaluated as often as they occur, and does not run where they do not. */
  readonly appliesTo: readonly string[];
}

/** Looks at one object, and reports on that object only; it may look up others in the object's cluster. */
export interface ObjectRule extends RuleText {
  readonly scope: 'object';
  /** The objects of a cluster in which the rule finds nothing, as YAML. */
  readonly passes: string;
  /** The objects of a cluster in which the rule finds something, as YAML. */
  readonly fails: string;
  check(subject: Subject, cluster: ClusterIndex): Iterable<Report>;
}

/** Looks at all objects of one cluster. */
export interface ClusterRule extends RuleText {
  readonly scope: 'cluster';
  readonly passes: string;
  readonly fails: string;
  check(cluster: ClusterIndex): Iterable<ClusterReport>;
}

/**
 * Looks at all clusters of a fleet in two steps, so that no two clusters need to be in memory together: `collect` takes the
 * few facts that matter from each, `check` compares them.
 */
export interface FleetRule<Facts = unknown> extends RuleText {
  readonly scope: 'fleet';
  /** Cluster name to the cluster's objects as YAML. */
  readonly passes: Readonly<Record<string, string>>;
  readonly fails: Readonly<Record<string, string>>;
  /** The facts of one cluster: plain data, which holds Subjects only of what `check` reports on. */
  collect(cluster: ClusterIndex): Facts;
  /** `all` has the facts of every cluster by the cluster's name, sorted by name. */
  check(all: ReadonlyMap<string, Facts>): Iterable<FleetReport>;
}

export type Rule = ObjectRule | ClusterRule | FleetRule;

/** Declares a rule. The rule is pure: same objects, same reports; no clock, no file, no state. */
export function defineRule<Facts = unknown>(rule: ObjectRule | ClusterRule | FleetRule<Facts>): Rule {
  return rule;
}
