import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';

const PERCENTAGE = /^(\d+)%$/;

/** The number in a count of pods or in a percentage of them; undefined if it is neither. */
export function amountOf(field: Field): number | undefined {
  const percentage = percentageOf(field);
  if (percentage !== undefined) return percentage;
  return field.number !== undefined && field.number >= 0 ? field.number : undefined;
}

/** Reports what is neither a count of pods nor a percentage of them. */
export function* checkAmount(field: Field, { isBounded }: { readonly isBounded: boolean }): Iterable<SchemaViolation> {
  if (!field.isSet || typeof field.value === 'object') return;
  const isTooMuch = isBounded && (percentageOf(field) ?? 0) > 100;
  if (amountOf(field) !== undefined && !isTooMuch) return;
  const expected = `a number of at least 0, or ${isBounded ? '0% to 100%' : 'a percentage such as 25%'}`;
  yield notAllowed(field, { expected, fix: `Write ${expected}.` });
}

function percentageOf({ text = '' }: Field): number | undefined {
  const digits = PERCENTAGE.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
