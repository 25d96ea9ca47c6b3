import type { Field } from '../../../manifest/field.js';
import { parsePath } from '../../../manifest/field-path.js';

const EVERY_ITEM = '[*]';

/**
 * The fields at a path below this one, where `[*]` stands for every item of a list: `volumes[*].hostPath`. Without it there is
 * one field, present or not.
 */
export function fieldsAt(field: Field, pattern: string): readonly Field[] {
  const [first = '', ...rest] = pattern.split(EVERY_ITEM);
  return rest.reduce<readonly Field[]>(
    (fields, part) => fields.flatMap(({ items }) => items).map((item) => item.at(...parsePath(part))),
    [field.at(...parsePath(first))],
  );
}
