/**
 * One thing that is wrong with an input, in the user's words.
 *
 * Reads as one sentence: `<where> is <got>, expected <expected>. <fix>`.
 */
export interface Problem {
  /** The construct or object, its path and the field: `NatsLeaf 'edge-01/leaf': reconnect`. */
  readonly where: string;
  /** What was found there. Never a secret. */
  readonly got: string;
  /** What would have been accepted, with its range or unit. */
  readonly expected: string;
  /** What to change, as one or more sentences that end with a period. */
  readonly fix: string;
}

/** Renders a problem as the one sentence that every command and every exception prints. */
export function formatProblem({ where, got, expected, fix }: Problem): string {
  // Control characters would break the line that the sentence stands on.
  return `${where} is ${got}, expected ${expected}. ${fix}`.replaceAll(/\p{Cc}/gu, (character) =>
    JSON.stringify(character).slice(1, -1),
  );
}

/** Sorts problems by place, then by text, and drops repetitions, so that two runs print the same list. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const byText = new Map(problems.map((problem) => [formatProblem(problem), problem]));
  return [...byText.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, problem]) => problem);
}

/** Places from which on a sentence that is true of all of them is said once. */
const MANY = 4;

/**
 * Renders problems, one a line. What is the same at many places, as where a loop repeats one mistake, is one line that names
 * every place.
 */
export function formatProblems(problems: readonly Problem[]): string {
  const alike = new Map<string, Problem[]>();
  for (const problem of sortProblems(problems)) {
    const said = formatProblem({ ...problem, where: '' });
    alike.set(said, [...(alike.get(said) ?? []), problem]);
  }
  return [...alike.values()]
    .flatMap((group) => (group.length < MANY ? group.map(formatProblem) : [formatAlike(group)]))
    .sort()
    .join('\n');
}

/** Sorted, so that the first of them stands for all; those of the same construct are named without it. */
function formatAlike([first, ...others]: readonly Problem[]): string {
  if (first === undefined) return '';
  const construct = `${first.where.split(': ')[0]}: `;
  const places = others.map(({ where }) => (where.startsWith(construct) ? where.slice(construct.length) : where));
  return `${formatProblem(first)} Likewise: ${places.join(', ')}.`;
}

/** Thrown for input that cannot work. Carries every problem that was found, sorted, never the first only. */
export class InvalidInput extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = sortProblems(problems);
    super(formatProblems(sorted));
    this.name = 'InvalidInput';
    this.problems = sorted;
  }
}

/** Throws one {@link InvalidInput} with all the problems, or does nothing where there are none. */
export function rejectIfAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidInput(problems);
}
