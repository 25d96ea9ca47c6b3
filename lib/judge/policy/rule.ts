import type { Violation } from '../../manifest/field.js';
import type { Resource } from '../../manifest/resource.js';
import type { Severity } from '../finding.js';
import type { ClusterIndex } from '../model/cluster-index.js';
import type { Declaration } from './declared/declaration.js';
import type { NotJudged, Outcome } from './outcome.js';

/** In `appliesTo`: all kinds. */
export const EVERY_KIND = '*';

/** A violation that a fleet rule found, and the name of the cluster that its object belongs to. */
export interface FleetViolation extends Violation {
  readonly cluster: string;
}

/** A fleet rule could not judge an object of a cluster. */
export interface FleetNotJudged extends NotJudged {
  readonly cluster: string;
}

/** The metadata of a rule. */
export interface RuleText {
  /** `<domain>/<positive fact>`: path of the rule's file below `rules/`, name of its page below docs/rules and key in waivers. */
  readonly id: string;
  readonly severity: Severity;
  /** The fact that is true if the rule passes; one sentence. */
  readonly summary: string;
  /** What goes wrong if it is not true. */
  readonly rationale: string;
  /** URL of the upstream page that documents the fact. */
  readonly source: string;
  /**
   * Kinds that the rule is about: `apps/StatefulSet`, `Service`, or {@link EVERY_KIND}. It does not run without any of
   * them.
   */
  readonly appliesTo: readonly string[];
  /** Other kinds that it reads to judge these. @default - none */
  readonly reads?: readonly string[];
  /** The rule's fact as data. @default - the rule is only code */
  readonly states?: Declaration;
}

/** Judges one object, and reports only on it; it may read others of the object's cluster. */
export interface ObjectRule<Target = Resource> extends RuleText {
  readonly scope: 'object';
  /** The objects of a cluster in which the rule finds nothing, as YAML. */
  readonly passes: string;
  /** The objects of a cluster in which the rule finds something, as YAML. */
  readonly fails: string;
  /**
   * The targets of the rule in an object, or why they are unknown. An object without targets is skipped and not
   * counted.
   */
  about(resource: Resource, cluster: ClusterIndex): Iterable<Target | NotJudged>;
  check(target: Target, cluster: ClusterIndex): Iterable<Outcome>;
}

/** Judges all objects of one cluster. */
export interface ClusterRule<Target = ClusterIndex> extends RuleText {
  readonly scope: 'cluster';
  readonly passes: string;
  readonly fails: string;
  /**
   * The targets of the rule in a cluster, or why they are unknown. A cluster without targets is skipped and not
   * counted.
   */
  about(cluster: ClusterIndex): Iterable<Target | NotJudged>;
  check(target: Target, cluster: ClusterIndex): Iterable<Violation | NotJudged>;
}

/**
 * Looks at all clusters of a fleet in two steps, so that no two clusters need to be in memory together: `collect` takes the
 * few facts that matter from each, then `about` and `check` see the facts of all.
 */
export interface FleetRule<Facts = unknown, Target = unknown> extends RuleText {
  readonly scope: 'fleet';
  /** Cluster name to the cluster's objects as YAML. */
  readonly passes: Readonly<Record<string, string>>;
  readonly fails: Readonly<Record<string, string>>;
  /** The facts of one cluster: plain data, which holds resources only of what the rule reports on. */
  collect(cluster: ClusterIndex): Facts;
  /** What the rule judges in a fleet, or why that is not known. What has nothing to be compared with is not counted. */
  about(all: FleetFacts<Facts>): Iterable<Target | FleetNotJudged>;
  check(target: Target, all: FleetFacts<Facts>): Iterable<FleetViolation | FleetNotJudged>;
}

/** The facts of every cluster by the cluster's name, sorted by name. */
export type FleetFacts<Facts> = ReadonlyMap<string, Facts>;

export type Rule = ObjectRule<unknown> | ClusterRule<unknown> | FleetRule;

/** A rule about whole objects or clusters: it needs no `about`. */
export type WholeObjectRule = Omit<ObjectRule, 'about'> & { readonly about?: never };
export type WholeClusterRule = Omit<ClusterRule, 'about'> & { readonly about?: never };

/** Declares a rule. The rule is pure: same objects, same outcomes; no clock, no file, no state. */
export function defineRule<Target>(rule: ObjectRule<Target>): Rule;
export function defineRule<Target>(rule: ClusterRule<Target>): Rule;
export function defineRule<Facts, Target>(rule: FleetRule<Facts, Target>): Rule;
export function defineRule(rule: WholeObjectRule | WholeClusterRule): Rule;
export function defineRule(rule: WholeObjectRule | WholeClusterRule | Rule): Rule {
  if (rule.scope === 'fleet' || rule.about !== undefined) return rule;
  if (rule.scope === 'object') {
    const whole: ObjectRule = { ...rule, about: (resource) => [resource] };
    return whole;
  }
  const whole: ClusterRule = { ...rule, about: (cluster) => [cluster] };
  return whole;
}
