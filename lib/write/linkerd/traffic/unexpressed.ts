import type { Diagnostic } from '../../../diagnostic.js';
import type { Service } from '../../workload/intents/service.js';
import type { Substitutes } from './substitutes.js';

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
  /** The substitute that makes it acceptable, and its value. */
  readonly substitute: { readonly [Key in keyof Substitutes]?: string };
}

/** The problem that an intent is unless its substitute is accepted. */
export function unlessAccepted(substitutes: Substitutes, unexpressed: Unexpressed): Diagnostic[] {
  const { where, got, offered, otherwise, substitute } = unexpressed;
  const accepted = Object.keys(substitute).some((key) =>
    Object.entries(substitutes).some(([own, value]) => own === key && value !== undefined),
  );
  if (accepted) return [];
  const named = Object.entries(substitute)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');
  return [
    {
      where,
      got,
      expected: offered,
      fix: `${otherwise === undefined ? 'Drop it' : otherwise}, or accept what Linkerd does instead: substitutes { ${named} }.`,
    },
  ];
}
