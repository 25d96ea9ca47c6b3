import type { Diagnostic } from '../../../diagnostic.js';
import type { Place } from '../../../input/place.js';
import type { Fallbacks } from './fallbacks.js';

/** An intent that Linkerd cannot express. */
export interface Unexpressed extends Place {
  readonly got: string;
  /** What Linkerd can do: the end of `expected …`. */
  readonly offered: string;
  /** Another way to fix it, as the beginning of a sentence. @default - to remove the intent */
  readonly otherwise?: string;
  /** The fallback for it, and its value. */
  readonly fallback: { readonly [Key in keyof Fallbacks]?: string };
}

/** Reports an intent that Linkerd cannot express, unless its fallback is accepted. */
export function unlessAccepted(fallbacks: Fallbacks, unexpressed: Unexpressed): Diagnostic[] {
  const { where, path, got, offered, otherwise, fallback } = unexpressed;
  const accepted = Object.keys(fallback).some((key) =>
    Object.entries(fallbacks).some(([own, value]) => own === key && value !== undefined),
  );
  if (accepted) return [];
  const named = Object.entries(fallback)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');
  return [
    {
      where,
      path,
      got,
      expected: offered,
      fix: `${otherwise === undefined ? 'Remove it' : otherwise}, or accept what Linkerd does instead: fallbacks { ${named} }.`,
    },
  ];
}
