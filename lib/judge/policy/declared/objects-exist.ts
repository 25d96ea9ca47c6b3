import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import { writersBy } from '../../model/writers.js';
import type { Outcome } from '../outcome.js';
import { defineRule, type ObjectRule, type Rule, type RuleText } from '../rule.js';
import type { Declaration } from './declaration.js';
import type { ExistenceStatement } from './existence-statement.js';
import { missing, type ObjectName } from './missing.js';

/** What a rule about named objects says besides where the names are. */
export interface ExistenceText<Named extends ObjectName>
  extends Omit<RuleText, 'states'>,
    Pick<ObjectRule, 'passes' | 'fails'> {
  /**
   * What must hold of an object that was found.
   * @default - that it exists is enough
   */
  found?(object: Resource, named: Named, cluster: ClusterIndex): Iterable<Outcome>;
  /**
   * What to say of a name without an object, where something else may provide it; undefined if nothing does.
   * @default - nothing else provides an object
   */
  otherwise?(named: Named, cluster: ClusterIndex): Iterable<Outcome> | undefined;
}

/** A rule that states that what an object names exists, where it takes code to find the names. */
export interface ObjectsExistRule<Named extends ObjectName> extends ExistenceText<Named> {
  /** The objects that are named, and what is wrong with fields that name none. */
  names(resource: Resource, cluster: ClusterIndex): Iterable<Named | Outcome>;
  readonly states: ExistenceStatement;
}

/**
 * Declares a rule about names that no single path leads to, such as those within a principal. It judges each name; one whose
 * object may be delivered from elsewhere is not judged.
 */
export function objectsExist<Named extends ObjectName>(rule: ObjectsExistRule<Named>): Rule {
  return existenceRule(rule, { existence: rule.states });
}

/** The rule about named objects, which keeps what it states as that declaration. */
export function existenceRule<Named extends ObjectName>(rule: ObjectsExistRule<Named>, declaration: Declaration): Rule {
  const { names, states, found, otherwise, ...text } = rule;
  const writers = states.writtenBy && writersBy(states.writtenBy);
  const [firstKind = ''] = [states.to].flat();
  return defineRule<Named | Outcome>({
    ...text,
    scope: 'object',
    states: declaration,
    about: names,
    *check(named, cluster) {
      if (!('field' in named)) {
        yield named;
        return;
      }
      const { kind = firstKind } = named;
      const { namespace = '', name } = named;
      const object = cluster.find(kind, namespace, name) ?? writers?.(cluster, `${namespace}/${name}`)[0];
      if (object !== undefined) yield* found?.(object, named, cluster) ?? [];
      else yield* otherwise?.(named, cluster) ?? [missing({ ...named, kind }, states, cluster)];
    },
  });
}
