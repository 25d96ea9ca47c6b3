import type { Field } from '../../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../../violation.js';
import { isLabel } from './hosts.js';

/** Reports exports to what is not a namespace, and exports that contradict each other. */
export function* checkExportTo(object: Field): Iterable<SchemaViolation> {
  const spec = object.at('spec');
  const namespace = object.at('metadata', 'namespace').text;
  const kind = object.at('kind').text;
  const entries = spec.at('exportTo').items.filter(({ text }) => text !== undefined);
  const isSelective = kind === 'DestinationRule' && spec.at('workloadSelector').value !== undefined;
  const seen = new Set<string>();
  for (const entry of entries) {
    const text = entry.text ?? '';
    const key = text === '.' && namespace !== undefined ? namespace : text;
    const isNobody = text === '~' && kind === 'ServiceEntry';
    if (!['.', '*'].includes(text) && !isLabel(text) && !isNobody)
      yield notAllowed(entry, { expected: 'a namespace, . or *', fix: 'Correct the entry.' });
    else if (seen.has(key))
      yield notAllowed(entry, {
        got: `${entry.quoted} again`,
        expected: 'each namespace once',
        fix: 'Remove one of the two.',
      });
    else if (['*', '~'].includes(text) && entries.length > 1)
      yield notAllowed(entry, {
        got: `${entry.quoted} together with others`,
        expected: 'no other entry',
        fix: 'Remove it or the others.',
      });
    else if (isSelective && text !== '.' && text !== namespace)
      yield notAllowed(entry, {
        got: `${entry.quoted}, with a workloadSelector`,
        expected: 'only ., because the selector applies within the namespace',
        fix: 'Remove the entry, or the workloadSelector.',
      });
    seen.add(key);
  }
}
