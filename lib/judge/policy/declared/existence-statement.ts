import type { Writers } from '../../model/writers.js';

/**
 * When an object that was not found is surely absent: `namespace` where its Namespace is among the files, `kind` where another
 * object of the kind is, in that namespace or cluster; `always` where both are delivered together; `never` where another rule
 * reports it, and without the object there is nothing to judge.
 */
export type Absence = 'namespace' | 'kind' | 'always' | 'never';

/** The statement about named objects: their kind, and how a missing one is reported. */
export interface ExistenceStatement {
  /** Path of the name, from the root of the object or from the spec of its pods: `spec.issuerRef.name`, `volumes[*].secret.secretName`. */
  readonly field: string | readonly string[];
  /** Kind of the object that is named: `ServiceAccount`, `cert-manager.io/Issuer`. Of several, the first, unless a name says which. */
  readonly to: string | readonly string[];
  /** @default 'namespace' in a namespace, 'kind' in the cluster */
  readonly absence?: Absence;
  /**
   * Kinds whose objects write the one that is named, and where its name is in them.
   * @default - only an object of the kind itself is looked for
   */
  readonly writtenBy?: Writers;
  /**
   * What else provides the object, in words: `a Bundle that writes it`.
   * @default - only an object of the kind does
   */
  readonly or?: string;
  /**
   * Whether the namespace is named too, so that it may be what is wrong.
   * @default - the object must be where the one that names it is
   */
  readonly namespaceIsNamed?: boolean;
  /**
   * What happens while the object is absent.
   * @default - the rationale of the rule says enough
   */
  readonly effect?: string;
  /**
   * What to change.
   * @default - to correct the name or to add the object, and which one may be meant
   */
  readonly fix?: string;
}
