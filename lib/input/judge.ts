import type { Diagnostic, Fault } from '../diagnostic.js';
import { isMapping } from '../formats/mapping.js';
import { within } from './place.js';
import { type Check, checkProps } from './shape.js';

/** Checks of single options with the right types. Paths are relative to the option. */
export type Judges<P> = { readonly [Key in keyof P]?: (value: Exclude<P[Key], undefined>) => readonly Fault[] };

/** The faults that the checks find in the options that are set. */
export function judgeOptions<P extends object>(where: string, props: P, judges: Judges<P>): Diagnostic[] {
  return judged(where, props, Object.entries<Judge | undefined>(judges));
}

/**
 * Faults in the types of props; and if there are any, all that the judges find in the options that are sound, so that one wrong type hides
 * nothing. If all types are right, `judgeOptions` goes together with whatever else can then be judged.
 */
export function checkTypes<P extends object>(
  where: string,
  props: unknown,
  shape: Check,
  judges: Judges<P>,
): Diagnostic[] {
  const problems = checkProps(where, props, shape);
  if (problems.length === 0 || !isMapping(props)) return problems;
  const unsound = new Set(problems.map(({ path = '' }) => path.replace(/[.[].*$/s, '')));
  const sound = Object.entries<Judge | undefined>(judges).filter(([option]) => !unsound.has(option));
  return [...problems, ...judged(where, props, sound)];
}

type Judge = (value: never) => readonly Fault[];

function judged(where: string, props: object, judges: readonly (readonly [string, Judge | undefined])[]): Diagnostic[] {
  const values = new Map<string, unknown>(Object.entries(props));
  return judges.flatMap(([option, judge]) => {
    const value = values.get(option);
    // The shape of the option has been checked.
    return value === undefined ? [] : within({ where, path: option }, judge?.(value as never) ?? []);
  });
}
