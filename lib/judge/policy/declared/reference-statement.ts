/** A field that holds the name of another object. */
export interface ReferenceStatement {
  /** Path from the owner: `roleRef.name`, `volumes[*].configMap.name`. */
  readonly field: string | readonly string[];
  /**
   * An older name of the field, which applies if the field is absent.
   * @default - none
   */
  readonly alias?: string;
  /** Kind of the object that is named: `ServiceAccount`, `cert-manager.io/Issuer`. */
  readonly to: string;
  /**
   * Where that object is: in the same namespace, in no namespace, or in the namespace in a field next to the name, or
   * in the same namespace if that field is absent.
   */
  readonly in: 'same namespace' | 'cluster' | { readonly namespaceBeside: string };
  /**
   * Field next to the name that, if true, allows the object to be missing: `optional`.
   * @default - the object must exist
   */
  readonly optional?: string;
  /**
   * When an object that was not found is certainly absent: `namespace` if the Namespace is among the files, `kind` if
   * another object of the kind is, in that namespace or cluster; `always` if both are delivered together.
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
