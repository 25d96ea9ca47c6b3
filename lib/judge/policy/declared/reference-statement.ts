import type { ExistenceStatement } from './existence-statement.js';

/** A field that holds the name of another object. */
export interface ReferenceStatement extends ExistenceStatement {
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
}
