import type { ExistenceStatement } from './existence-statement.js';
import type { FieldStatement } from './field-statement.js';
import type { Owner } from './owners.js';
import type { ReferenceStatement } from './reference-statement.js';
import type { SelectionStatement } from './selection-statement.js';

/** What a declared rule states, in a form that can be translated into another policy language. */
export type Declaration =
  | { readonly of: Owner; readonly fields: readonly FieldStatement[] }
  | { readonly of: Owner; readonly reference: ReferenceStatement }
  | { readonly existence: ExistenceStatement }
  | { readonly selection: SelectionStatement };
