import { Field } from '../../../manifest/field.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import { namespaceOf, type PodTemplate } from '../../model/pods/pod.js';
import { matchesLabels, matchesSelector } from '../../model/selector.js';
import { defineRule, type ObjectRule, type Rule, type RuleText } from '../rule.js';
import type { SelectionStatement } from './selection-statement.js';

/** A rule that states that a selector selects a pod of the object's namespace. */
export interface SelectsPodsRule extends Omit<RuleText, 'states'>, Pick<ObjectRule, 'passes' | 'fails'> {
  readonly states: SelectionStatement;
  /**
   * Objects that may select no pod of the files, because their pods are made at run time. @default - each must select
   * one
   */
  unless?(selector: Field, cluster: ClusterIndex): boolean;
}

/** Declares a rule about a selector: `states: { selector: 'spec.selector', form: 'labels', … }`. */
export function selectsPods({ states, unless, ...text }: SelectsPodsRule): Rule {
  const { selector: path, form, empty, effect, fix } = states;
  return defineRule<Field>({
    ...text,
    scope: 'object',
    states: { selection: states },
    about: (resource: Resource) =>
      Field.of(resource)
        .all(path)
        .filter(({ entries }) => entries.length > 0 || empty === 'is judged'),
    *check(selector, cluster) {
      const namespace = namespaceOf(selector.resource);
      if (cluster.podsIn(namespace).some((pod) => selects(selector, pod, form))) return;
      if (unless?.(selector, cluster) === true) return;
      yield selector.violation({ expected: `the labels of a pod of namespace ${namespace}`, effect, fix });
    },
  });
}

function selects({ value, mapping }: Field, { labels }: PodTemplate, form: SelectionStatement['form']): boolean {
  return form === 'labels' ? matchesLabels(mapping ?? {}, labels) : matchesSelector(value, labels);
}
