import type { Diagnostic } from '../../../diagnostic.js';
import type { Service } from '../../workload/intents/service.js';
import type { Fallbacks } from './fallbacks.js';

/** The place of an option of a service in a message. */
export function placeOf({ workload }: Service, option: string): string {
  return `Service '${workload.namespace}/${workload.name}': ${option}`;
}

/** What a finder needs to know to say that Linkerd has no way to express something. */
export interface Unexpressed {
  readonly where: string;
  readonly got: string;
  /** What Linkerd can do: the end of `expected …`. */
  readonly offered: string;
  /** Another way out, as a sentence. @default - none but to drop the intent */
  readonly otherwise?: string;
  /** The fallback that makes it acceptable, and its value. */
  readonly fallback: { readonly [Key in keyof Fallbacks]?: string };
}

/** The problem that an intent is unless its fallback is accepted. */
export function unlessAccepted(fallbacks: Fallbacks, unexpressed: Unexpressed): Diagnostic[] {
  const { where, got, offered, otherwise, fallback } = unexpressed;
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
      got,
      expected: offered,
      fix: `${otherwise === undefined ? 'Drop it' : otherwise}, or accept what Linkerd does instead: fallbacks { ${named} }.`,
    },
  ];
}
