/** A field that holds the name of another object. */
export interface ReferenceStatement {
  /** Path from the owner: `roleRef.name`, `volumes[*].configMap.name`. */
  readonly field: string | readonly string[];
  /**
   * An older name of the field, which counts where the field is absent.
   * @default - there is none
   */
  readonly alias?: string;
  /** Kind of the object that is named: `ServiceAccount`, `cert-manager.io/Issuer`. */
  readonly to: string;
  /**
   * Where that object is: beside the one that names it, in no namespace, or in the namespace that a field beside the name holds,
   * which is the namespace of the one that names it where the field is absent.
   */
  readonly in: 'same namespace' | 'cluster' | { readonly namespaceBeside: string };
  /**
   * Field beside the name that says, if true, that the object may be missing: `optional`.
   * @default - the object must be there
   */
  readonly optional?: string;
  /**
   * When an object that was not found is surely absent: `namespace` where the Namespace is among the files, `kind` where another
   * object of the kind is, in that namespace or cluster; `always` where both are delivered together.
   * @default 'namespace' in a namespace, 'kind' in the cluster
   */
  readonly absence?: Absence;
  /** What happens while the object is absent. */
  readonly effect: string;
  /**
   * What to change.
   * @default - to correct the name or to add the object, and which one may be meant
   */
  readonly fix?: string;
}

export type Absence = 'namespace' | 'kind' | 'always';
