import type { Fault } from '../../diagnostic.js';
import { identityKey, objectLabel } from '../../manifest/object.js';
import type { ClusterView, Resource } from '../../manifest/resource.js';
import type { Finding } from '../finding.js';
import { ClusterIndex } from '../model/cluster-index.js';
import { sortFindings } from './finding-order.js';
import { isNotJudged, type NotJudged, type Outcome } from './outcome.js';
import { EVERY_KIND, type Rule } from './rule.js';

/** A rule that threw. Its targets are not judged, so the run fails. */
export interface Crash {
  readonly rule: string;
  readonly cluster: string;
  /** The object that the rule was judging; empty for a whole cluster or fleet. */
  readonly object: string;
  readonly message: string;
}

/** What a rule could not judge, and why. */
export interface Undecided {
  readonly rule: string;
  readonly cluster: string;
  /** Undefined if the rule could not judge the cluster as a whole. */
  readonly resource: Resource | undefined;
  /** `Namespace apps is not among the files`. */
  readonly reason: string;
}

/** What the rules found. */
export interface Evaluation {
  /** Sorted, so that two runs print the same list. */
  readonly findings: readonly Finding[];
  /** Number of targets that each rule judged, by rule id, with or without a violation. A rule with 0 is vacuous. */
  readonly judged: ReadonlyMap<string, number>;
  /** In the order of the rules, then of the objects. */
  readonly undecided: readonly Undecided[];
  readonly crashes: readonly Crash[];
}

/** The findings of one cluster, and the facts that fleet rules collected from it. */
export interface ClusterEvaluation extends Evaluation {
  readonly cluster: string;
  /** Id of a fleet rule to the facts that it collected. */
  readonly facts: ReadonlyMap<string, unknown>;
}

/** Judges one cluster. Fleet rules only collect facts here; {@link finishFleet} runs their checks. */
export function evaluateCluster(rules: readonly Rule[], view: ClusterView): ClusterEvaluation {
  const index = view instanceof ClusterIndex ? view : new ClusterIndex(view);
  const recorder = new Recorder(view.name);
  const facts = new Map<string, unknown>();
  for (const rule of rules) {
    recorder.begin(rule);
    const resources = rule.appliesTo.includes(EVERY_KIND) ? view.resources : index.ofKind(...rule.appliesTo);
    if (rule.scope === 'object') {
      for (const resource of resources) {
        recorder.guard(rule, objectLabel(resource.object), () => {
          for (const target of rule.about(resource, index)) {
            recorder.add(rule, isUnknown(target) ? [target] : rule.check(target, index), resource);
          }
        });
      }
    } else if (rule.scope === 'cluster') {
      if (resources.length === 0) continue;
      recorder.guard(rule, '', () => {
        for (const target of rule.about(index)) {
          recorder.add(rule, isUnknown(target) ? [target] : rule.check(target, index));
        }
      });
    } else {
      recorder.guard(rule, '', () => {
        const collected = rule.collect(index);
        facts.set(rule.id, collected);
        recorder.count(rule, rule.judges(collected));
      });
    }
  }
  return { cluster: view.name, facts, ...recorder.evaluation() };
}

/** Runs the checks of the fleet rules on the collected facts, and merges the results with those of the clusters. */
export function finishFleet(rules: readonly Rule[], clusters: readonly ClusterEvaluation[]): Evaluation {
  const sorted = [...clusters].sort((a, b) => (a.cluster < b.cluster ? -1 : 1));
  const fleet = new Recorder('');
  for (const rule of rules) {
    fleet.begin(rule);
    if (rule.scope !== 'fleet') continue;
    const facts = new Map(
      sorted
        .filter((cluster) => cluster.facts.has(rule.id))
        .map((cluster) => [cluster.cluster, cluster.facts.get(rule.id)]),
    );
    fleet.guard(rule, '', () => {
      let withheld = 0;
      let violations = 0;
      for (const outcome of rule.check(facts)) {
        fleet.note(rule, outcome, undefined, outcome.cluster);
        if (isNotJudged(outcome)) withheld += 1;
        else violations += 1;
      }
      // Each cluster counted its facts before anything was compared. A single cluster has nothing to compare with.
      const counted = sorted.reduce((sum, { judged }) => sum + (judged.get(rule.id) ?? 0), 0);
      fleet.count(rule, facts.size < 2 ? violations - counted : -withheld);
    });
  }
  return joinEvaluations([...sorted, fleet.evaluation()]);
}

/** Merges the results of parts. */
export function joinEvaluations(parts: readonly Evaluation[]): Evaluation {
  return {
    findings: sortFindings(parts.flatMap(({ findings }) => findings)),
    judged: addCounts(...parts.map(({ judged }) => judged)),
    undecided: parts.flatMap(({ undecided }) => undecided),
    crashes: parts.flatMap(({ crashes }) => crashes),
  };
}

/** Adds up counts of the same key. None is below 0. */
export function addCounts(...counts: readonly Iterable<readonly [string, number]>[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const entries of counts) for (const [key, count] of entries) sum.set(key, (sum.get(key) ?? 0) + count);
  return new Map([...sum].map(([key, count]) => [key, Math.max(0, count)]));
}

/** Collects the outcomes of rules, and counts what they judged. */
class Recorder {
  readonly #findings = new Map<string, Finding>();
  readonly #judged = new Map<string, number>();
  readonly #undecided: Undecided[] = [];
  readonly #crashes: Crash[] = [];

  constructor(private readonly cluster: string) {}

  begin({ id }: Rule): void {
    this.#judged.set(id, 0);
  }

  count({ id }: Rule, more: number): void {
    this.#judged.set(id, (this.#judged.get(id) ?? 0) + more);
  }

  /** A target that was not judged is not counted: one such outcome is enough, unless another is a violation. */
  add(rule: Rule, outcomes: Iterable<Outcome>, given?: Resource): void {
    let violated = false;
    let withheld = false;
    for (const outcome of outcomes) {
      this.note(rule, outcome, given, this.cluster);
      if (isNotJudged(outcome)) withheld = true;
      else violated = true;
    }
    if (violated || !withheld) this.count(rule, 1);
  }

  note(rule: Rule, outcome: Outcome, given: Resource | undefined, cluster: string): void {
    const resource = outcome.resource ?? given;
    if (isNotJudged(outcome)) {
      this.#undecided.push({ rule: rule.id, cluster, resource, reason: outcome.notJudged });
    } else if (resource === undefined || (given !== undefined && resource !== given)) {
      throw new Error('it reported on a different object than the one it judged');
    } else {
      // Two targets in one object, such as two servers of one configuration, may have the same fault: it is reported
      // once.
      const { file, document, object } = resource;
      const { path, got, expected, fix } = outcome;
      const identity = [rule.id, cluster, file, document, identityKey(object), path, got, expected, fix];
      this.#findings.set(JSON.stringify(identity), finding(rule, cluster, resource, outcome));
    }
  }

  guard({ id }: Rule, object: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#crashes.push({ rule: id, cluster: this.cluster, object, message });
    }
  }

  evaluation(): Evaluation {
    return {
      findings: sortFindings([...this.#findings.values()]),
      judged: this.#judged,
      undecided: this.#undecided,
      crashes: this.#crashes,
    };
  }
}

function isUnknown(target: unknown): target is NotJudged {
  return typeof target === 'object' && target !== null && isNotJudged(target);
}

function finding({ id, severity }: Rule, cluster: string, resource: Resource, fault: Fault): Finding {
  const { path, got, expected, effect, fix } = fault;
  return {
    ...{ rule: id, severity, cluster, resource, path, got, expected },
    ...(effect === undefined ? {} : { effect }),
    fix,
  };
}
