import { objectLabel } from '../../manifest/object.js';
import type { ClusterView } from '../../manifest/resource.js';
import { ClusterIndex } from '../model/cluster-index.js';
import { type Evaluation, joinEvaluations } from './evaluation.js';
import { Recorder } from './recorder.js';
import { EVERY_KIND, type Rule } from './rule.js';

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
    const resources = rule.appliesTo.includes(EVERY_KIND) ? view.resources : index.ofKind(...rule.appliesTo);
    if (rule.scope === 'object') {
      for (const resource of resources.filter((each) => index.isJudged(each))) {
        recorder.guard(rule, objectLabel(resource.object), () => {
          const targets = rule.about(resource, index);
          recorder.judge(rule, targets, (target) => rule.check(target, index), resource);
        });
      }
    } else if (rule.scope === 'cluster') {
      if (resources.length === 0) continue;
      recorder.guard(rule, '', () => recorder.judge(rule, rule.about(index), (target) => rule.check(target, index)));
    } else {
      recorder.guard(rule, '', () => facts.set(rule.id, rule.collect(index)));
    }
  }
  return { cluster: view.name, facts, ...recorder.evaluation() };
}

/** Runs the checks of the fleet rules on the collected facts, and merges the results with those of the clusters. */
export function finishFleet(rules: readonly Rule[], clusters: readonly ClusterEvaluation[]): Evaluation {
  const sorted = [...clusters].sort((a, b) => (a.cluster < b.cluster ? -1 : 1));
  const recorder = new Recorder('');
  for (const rule of rules) {
    if (rule.scope !== 'fleet') continue;
    // A cluster in which the rule threw has no facts.
    const all = new Map(
      sorted.filter(({ facts }) => facts.has(rule.id)).map(({ cluster, facts }) => [cluster, facts.get(rule.id)]),
    );
    recorder.guard(rule, '', () => recorder.judge(rule, rule.about(all), (target) => rule.check(target, all)));
  }
  return joinEvaluations([...sorted, recorder.evaluation()]);
}
