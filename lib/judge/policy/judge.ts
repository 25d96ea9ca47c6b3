import type { Diagnostic } from '../../diagnostic.js';
import type { KindOptions } from '../../manifest/kind-options.js';
import type { ManifestObject } from '../../manifest/object.js';
import type { ClusterView } from '../../manifest/resource.js';
import type { Finding, Undecided } from '../finding.js';
import { type ClusterEvaluation, evaluateCluster, finishFleet } from './engine.js';
import { type Crash, type Evaluation, joinEvaluations } from './evaluation.js';
import { sortFindings } from './finding-order.js';
import type { Rule } from './rule.js';
import { applyWaivers, type Waiver } from './waivers.js';

/** Judges a cluster by the schemas of its kinds, without rules. */
export interface Validator {
  /** Names the validator if it throws. */
  readonly name: string;
  validate(
    cluster: ClusterView,
    kinds: KindOptions,
  ): readonly (Finding | Undecided)[] | Promise<readonly (Finding | Undecided)[]>;
}

/** The rules and validators that judge clusters. */
export interface Judges {
  readonly rules: readonly Rule[];
  readonly validators: readonly Validator[];
  /** @default - no schema was given, and a kind that nobody knows is not judged */
  readonly kinds?: KindOptions;
}

/** The findings in the clusters of one or more fleets, before any waiver. */
export interface Judgement extends Evaluation {
  readonly clusters: number;
  readonly objects: number;
}

/** The final result, after waivers. */
export interface Verdict extends Judgement {
  readonly waived: readonly Finding[];
  /** Waivers that are expired or unused. */
  readonly waiverProblems: readonly Diagnostic[];
}

/**
 * Judges the clusters of one fleet. They are read one after the other, so that only one cluster's objects are in
 * memory.
 */
export async function judge(
  clusters: Iterable<ClusterView> | AsyncIterable<ClusterView>,
  { rules, validators, kinds = {} }: Judges,
): Promise<Judgement> {
  const evaluations: ClusterEvaluation[] = [];
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  const crashes: Crash[] = [];
  const onlyLookedUp = new WeakSet<ManifestObject>();
  let objects = 0;
  for await (const view of clusters) {
    objects += view.resources.length;
    for (const { object } of view.lookedUp ?? []) onlyLookedUp.add(object);
    for (const validator of validators) {
      try {
        // Spread arguments would overflow the stack for a cluster with a hundred thousand findings.
        for (const outcome of await validator.validate(view, kinds))
          if ('severity' in outcome) findings.push(outcome);
          else undecided.push(outcome);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        crashes.push({ rule: validator.name, cluster: view.name, object: '', message });
      }
    }
    evaluations.push(evaluateCluster(rules, view));
  }
  const evaluation = finishFleet(rules, evaluations);
  const isJudged = ({ resource }: Finding | Undecided) => resource === undefined || !onlyLookedUp.has(resource.object);
  return {
    ...evaluation,
    clusters: evaluations.length,
    objects,
    findings: sortFindings([...findings, ...evaluation.findings].filter(isJudged)),
    undecided: [...undecided, ...evaluation.undecided].filter(isJudged),
    crashes: [...crashes, ...evaluation.crashes],
  };
}

/** Merges the judgements of several fleets. */
export function joinJudgements(judgements: readonly Judgement[]): Judgement {
  return {
    ...joinEvaluations(judgements),
    clusters: judgements.reduce((sum, { clusters }) => sum + clusters, 0),
    objects: judgements.reduce((sum, { objects }) => sum + objects, 0),
  };
}

/** Applies the waivers. `today` is `YYYY-MM-DD`; `rules` are the ids that ran, if not all did. */
export function conclude(
  judgement: Judgement,
  waivers: readonly Waiver[],
  today: string,
  rules?: ReadonlySet<string>,
): Verdict {
  const { findings, waived, problems } = applyWaivers(judgement.findings, waivers, today, rules);
  return { ...judgement, findings, waived, waiverProblems: problems };
}
