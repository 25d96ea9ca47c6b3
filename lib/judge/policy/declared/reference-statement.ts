import type { ExistenceStatement } from './existence-statement.js';

/** A field that holds the name of another object. */
export interface ReferenceStatement extends ExistenceStatement {
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
}
