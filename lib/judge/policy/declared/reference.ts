import type { Field } from '../../../manifest/field.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import { namespaceOf } from '../../model/pods/pod.js';
import { defineRule, type ObjectRule, type Rule, type RuleText } from '../rule.js';
import { missing, type NamedObject } from './missing.js';
import { OWNERS, type Owner, type Owners } from './owners.js';
import type { ReferenceStatement } from './reference-statement.js';

/** A rule that states that what a field names exists. */
export interface ReferenceRule<Of extends Owner>
  extends Omit<RuleText, 'states'>,
    Pick<ObjectRule, 'passes' | 'fails'> {
  /** What has the field. */
  readonly of: Of;
  readonly states: ReferenceStatement;
  /**
   * Names that need no object among the files, since something else provides them.
   * @default - each name needs one
   */
  unless?(name: string, owner: Owners[Of], cluster: ClusterIndex): boolean;
}

/**
 * Declares a rule about a name: `of: 'pod', states: { field: 'serviceAccountName', to: 'ServiceAccount', in: 'same namespace',
 * effect: 'Without it no pod is created.' }`. It judges each name; one whose object may be delivered from elsewhere is not judged.
 */
export function reference<Of extends Owner>({ of, states, unless, ...text }: ReferenceRule<Of>): Rule {
  return defineRule<NamedObject>({
    ...text,
    scope: 'object',
    states: { of, reference: states },
    about: (resource, cluster) =>
      OWNERS[of](resource, cluster).flatMap((owner) =>
        namesIn(owner.field, states).flatMap((field) => {
          const name = field.text ?? '';
          if (name === '' || unless?.(name, owner, cluster) === true) return [];
          return [{ field, kind: states.to, namespace: namespaceFor(field, states), name }];
        }),
      ),
    *check(named, cluster) {
      if (cluster.find(named.kind, named.namespace ?? '', named.name) !== undefined) return;
      yield missing(named, states, cluster);
    },
  });
}

function namespaceFor(name: Field, { in: place }: ReferenceStatement): string | undefined {
  if (place === 'cluster') return undefined;
  const named = place === 'same namespace' ? undefined : name.beside(place.namespaceBeside).text;
  return named || namespaceOf(name.resource);
}

function namesIn(owner: Field, { field, alias, optional }: ReferenceStatement): readonly Field[] {
  const patterns = typeof field === 'string' ? [field] : field;
  return patterns
    .flatMap((pattern) => {
      const found = owner.all(pattern);
      return alias === undefined || found.some(({ isSet }) => isSet) ? found : owner.all(alias);
    })
    .filter((name) => optional === undefined || name.beside(optional).value !== true);
}
