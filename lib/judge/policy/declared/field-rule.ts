import type { Field } from '../../../manifest/field.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import { defineRule, type ObjectRule, type Rule, type RuleText } from '../rule.js';
import { expectedOf, type FieldStatement, meets } from './field-statement.js';
import { OWNERS, type Owner, type Owners } from './owners.js';

/** A rule that states what fields of pods, containers or objects must be. */
export interface FieldRule<Of extends Owner> extends Omit<RuleText, 'states'>, Pick<ObjectRule, 'passes' | 'fails'> {
  /** Whose fields they are. */
  readonly of: Of;
  /**
   * Owners that are not the rule's business.
   * @default - every owner is judged
   */
  unless?(owner: Owners[Of], cluster: ClusterIndex): boolean;
  readonly states: FieldStatement | readonly FieldStatement[];
  /**
   * Single fields that may be otherwise.
   * @default - no exception
   */
  except?(field: Field, owner: Owners[Of], cluster: ClusterIndex): boolean;
}

/**
 * Declares a rule about the value of a field: `of: 'container', states: { field: 'securityContext.privileged', must: { notEqual:
 * true }, fix: 'Remove the field.' }`.
 */
export function fieldRule<Of extends Owner>({ of, unless, states, except, ...text }: FieldRule<Of>): Rule {
  const fields: readonly FieldStatement[] = 'field' in states ? [states] : states;
  return defineRule<Owners[Of]>({
    ...text,
    scope: 'object',
    states: { of, fields },
    about: (resource: Resource, cluster) =>
      OWNERS[of](resource, cluster).filter((owner) => unless?.(owner, cluster) !== true),
    *check(owner, cluster) {
      for (const statement of fields) {
        for (const field of owner.field.all(statement.field)) {
          const effective = field.isSet ? field : (fallbackOf(owner, statement) ?? field);
          if (meets(effective, statement.must) || except?.(field, owner, cluster) === true) continue;
          const { effect, fix } = statement;
          yield field.violation({
            got: effective.shown,
            expected: expectedOf(statement),
            ...(effect === undefined ? {} : { effect }),
            fix,
          });
        }
      }
    },
  });
}

function fallbackOf(owner: Owners[Owner], { fallback }: FieldStatement): Field | undefined {
  return fallback === undefined || !('pod' in owner) ? undefined : owner.pod.field.all(fallback)[0];
}
