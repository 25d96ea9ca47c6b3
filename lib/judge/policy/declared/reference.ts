import type { Field } from '../../../manifest/field.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import { namespaceOf } from '../../model/pods/pod.js';
import type { Rule } from '../rule.js';
import type { ObjectName } from './missing.js';
import { type ExistenceText, existenceRule } from './objects-exist.js';
import { OWNERS, type Owner, type Owners } from './owners.js';
import type { ReferenceStatement } from './reference-statement.js';

/** A rule that states that what a field names exists. */
export interface ReferenceRule<Of extends Owner> extends ExistenceText<ObjectName> {
  /** What has the field. */
  readonly of: Of;
  readonly states: ReferenceStatement;
  /**
   * Names that are not the rule's business, such as those that need no object among the files.
   * @default - each name needs one
   */
  unless?(name: string, owner: Owners[Of], cluster: ClusterIndex): boolean;
}

/**
 * Declares a rule about a name: `of: 'pod', states: { field: 'serviceAccountName', to: 'ServiceAccount', in: 'same namespace',
 * effect: 'Without it no pod is created.' }`. It judges each name; one whose object may be delivered from elsewhere is not judged.
 */
export function reference<Of extends Owner>({ of, unless, ...rule }: ReferenceRule<Of>): Rule {
  const { states } = rule;
  return existenceRule(
    {
      ...rule,
      states: { namespaceIsNamed: typeof states.in === 'object', ...states },
      names: (resource, cluster) =>
        OWNERS[of](resource, cluster).flatMap((owner) =>
          namesIn(owner.field, states).flatMap((field) => {
            const name = field.text ?? '';
            if (name === '' || unless?.(name, owner, cluster) === true) return [];
            return [{ field, namespace: namespaceFor(field, states), name }];
          }),
        ),
    },
    { of, reference: states },
  );
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
