import { Field } from '../../../manifest/field.js';
import { listed } from '../../../manifest/listed.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import { kindOf, namespaceOf, type PodTemplate } from '../../model/pods/pod.js';
import { matchesLabels, matchesSelector } from '../../model/selector.js';
import type { Outcome } from '../outcome.js';
import { defineRule, type ObjectRule, type Rule, type RuleText } from '../rule.js';
import type { SelectionStatement } from './selection-statement.js';

/** A rule that states that a selector selects a pod of the object's namespace. */
export interface SelectsPodsRule extends Omit<RuleText, 'states'>, Pick<ObjectRule, 'passes' | 'fails'> {
  readonly states: SelectionStatement;
  /** Selectors that are not the rule's business, such as those that nothing reads. @default - each is judged */
  unless?(selector: Field): boolean;
  /**
   * What to say of a selector that selects no pod of the files, because its pods are, or may be, made at run time; undefined if
   * nothing makes them.
   * @default - nothing makes pods at run time
   */
  otherwise?(selector: Field, cluster: ClusterIndex): Iterable<Outcome> | undefined;
}

/** Declares a rule about a selector: `states: { selector: 'spec.selector', form: 'labels', … }`. */
export function selectsPods({ states, unless, otherwise, ...text }: SelectsPodsRule): Rule {
  const { selector: paths, form, empty, effect, fix } = states;
  return defineRule<Field>({
    ...text,
    scope: 'object',
    states: { selection: states },
    about: (resource: Resource) =>
      [paths]
        .flat()
        .flatMap((path) => Field.of(resource).all(path))
        .filter((selector) => selector.entries.length > 0 || empty === 'is judged')
        .filter((selector) => unless?.(selector) !== true),
    *check(selector, cluster) {
      const { resource } = selector;
      const namespace = namespaceOf(resource);
      const pods = cluster.podsIn(namespace);
      if (pods.some((pod) => selects(selector, pod, form))) return;
      const elsewhere = otherwise?.(selector, cluster);
      if (elsewhere !== undefined) {
        yield* elsewhere;
        return;
      }
      const lost = typeof effect === 'string' ? effect : effect[kindOf(resource.object)];
      yield selector.violation({
        expected: `the labels of a pod of namespace ${namespace}${labelsThere(keysIn(selector, form), pods)}`,
        ...(lost === undefined ? {} : { effect: lost }),
        fix,
      });
    },
  });
}

function selects({ value, mapping }: Field, { labels }: PodTemplate, form: SelectionStatement['form']): boolean {
  return form === 'labels' ? matchesLabels(mapping ?? {}, labels) : matchesSelector(value, labels);
}

function keysIn(selector: Field, form: SelectionStatement['form']): readonly string[] {
  if (form === 'labels') return Object.keys(selector.mapping ?? {});
  const expressions = selector.all('matchExpressions[*].key').flatMap(({ text }) => text ?? []);
  return [...Object.keys(selector.at('matchLabels').mapping ?? {}), ...expressions];
}

/** What pods have for the keys of a selector: `: app web or api; none has tier`. */
function labelsThere(keys: readonly string[], pods: readonly PodTemplate[]): string {
  const found = keys.map((key) => ({
    key,
    values: [...new Set(pods.flatMap(({ labels }) => labels[key] ?? []))].sort(),
  }));
  const known = found
    .filter(({ values }) => values.length > 0)
    .map(({ key, values }) => `${key} ${listed(values, ' or ')}`);
  const unknown = found.filter(({ values }) => values.length === 0).map(({ key }) => key);
  return `${known.length === 0 ? '' : `: ${listed(known)}`}${unknown.length === 0 ? '' : `; none has ${listed(unknown, ' or ')}`}`;
}
