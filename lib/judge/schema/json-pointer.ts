import type { Field } from '../../manifest/field.js';

/** The field that a JSON pointer names, below `root`. */
export function fieldAt(root: Field, pointer: string): Field {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((field, key) => field.at(Array.isArray(field.value) ? Number(key) : key), root);
}
