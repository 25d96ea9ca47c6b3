/** What is wrong at one place, in the user's terms. */
export interface Fault {
  /** Path of the field: `leafnodes.leaves[0].cluster`; empty for the whole. */
  readonly path: string;
  /** What was found there. Never a secret. */
  readonly got: string;
  /** What would have been accepted, with its range or unit. */
  readonly expected: string;
  /**
   * What happens if nothing is changed; one or more sentences.
   * @default - the rationale of the rule, or what is expected, says enough
   */
  readonly effect?: string;
  /** What to change; one or more sentences. */
  readonly fix: string;
}

/**
 * One problem of an input: props, a manifest, a configuration, a certificate, a waiver.
 *
 * Reads as one sentence: `<where>: <path> is <got>, expected <expected>. <effect> <fix>`.
 */
export interface Diagnostic extends Omit<Fault, 'path'> {
  /** Names the construct, object or file: `NatsLeaf 'edge-01/leaf'`. */
  readonly where: string;
  /**
   * Path of the field in it.
   * @default - the whole of what `where` names
   */
  readonly path?: string;
}

/** Renders a diagnostic as the sentence that every command and exception prints. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { got, expected, effect, fix } = diagnostic;
  const sentence = `${placeOf(diagnostic)} is ${got}, expected ${expected}.${effect === undefined ? '' : ` ${effect}`} ${fix}`;
  // Control characters would break the line.
  return sentence.replaceAll(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}

function placeOf({ where, path = '' }: Diagnostic): string {
  return path === '' ? where : `${where}: ${path}`;
}

/** Sorts diagnostics by place, then by text, and drops duplicates, so that two runs print the same list. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byText = new Map(diagnostics.map((diagnostic) => [formatDiagnostic(diagnostic), diagnostic]));
  return [...byText.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, diagnostic]) => diagnostic);
}

/** Number of places from which a sentence that is true of all of them is printed once. */
const MANY = 4;

/**
 * Renders diagnostics, one per line. The same mistake at many places, for example from a loop, is one line that names
 * every place.
 */
export function formatDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const alike = new Map<string, Diagnostic[]>();
  for (const diagnostic of sortDiagnostics(diagnostics)) {
    const said = formatDiagnostic({ ...diagnostic, where: '', path: '' });
    alike.set(said, [...(alike.get(said) ?? []), diagnostic]);
  }
  return [...alike.values()]
    .flatMap((group) => (group.length < MANY ? group.map(formatDiagnostic) : [formatAlike(group)]))
    .sort()
    .join('\n');
}

/** Sorted, so that the first represents all; places of the same construct are named without it. */
function formatAlike([first, ...others]: readonly Diagnostic[]): string {
  if (first === undefined) return '';
  const construct = `${first.where.split(': ')[0]}: `;
  const places = others
    .map(placeOf)
    .map((place) => (place.startsWith(construct) ? place.slice(construct.length) : place));
  return `${formatDiagnostic(first)} Likewise: ${places.join(', ')}.`;
}

/** Thrown for input that cannot work. Has every diagnostic, sorted, not only the first. */
export class InvalidInput extends Error {
  readonly problems: readonly Diagnostic[];

  constructor(problems: readonly Diagnostic[]) {
    const sorted = sortDiagnostics(problems);
    super(formatDiagnostics(sorted));
    this.name = 'InvalidInput';
    this.problems = sorted;
  }
}

/** Throws one {@link InvalidInput} with all the problems, or does nothing if there are none. */
export function throwIfAny(problems: readonly Diagnostic[]): void {
  if (problems.length > 0) throw new InvalidInput(problems);
}
