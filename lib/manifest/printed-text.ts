/** Something that a program printed beside YAML. */
export interface PrintedText {
  /** What it is: `a warning`. */
  readonly what: string;
  /** What to do; a sentence without its full stop. */
  readonly fix: string;
}

const NOTES: PrintedText = {
  what: "the notes of a chart, which helm prints after 'NOTES:'",
  fix: 'Pipe `helm template` or `helm get manifest`, which print none',
};
const RELEASE: PrintedText = {
  what: 'what helm prints about a release',
  fix: 'Pipe `helm template` or `helm get manifest`, which print only YAML',
};
const TABLE: PrintedText = { what: 'a table of kubectl', fix: 'Add `-o yaml` to `kubectl get`' };
const WARNING: PrintedText = {
  what: 'a warning',
  fix: 'Keep standard error out of the stream: remove `2>&1`',
};
const FAILURE: PrintedText = {
  what: 'an error message',
  fix: 'Correct what it says about the command that prints the YAML',
};

/** Names of loggers in Go: `coalesce.go:286: `, `W1201 04:03:29.000000 1 warnings.go:70] `. */
const LOGGED = String.raw`[\w./-]+\.go:\d+: |[WI]\d{4} \d\d:\d\d:\d\d|(?:level|time|ts)=`;

/** What begins a line of text between documents. */
const LINES: readonly (readonly [RegExp, PrintedText])[] = [
  [/^NOTES:\s*$/, NOTES],
  [/^LAST DEPLOYED: /, RELEASE],
  [/^(?:NAMESPACE\s+)?NAME\s{2,}[A-Z]/, TABLE],
  [new RegExp(`^(?:WARNING|Warning): |^(?:${LOGGED})`), WARNING],
  [/^Error: |^[EF]\d{4} \d\d:\d\d:\d\d|^error: /, FAILURE],
];

/** What a line is that begins where a document does; undefined if it is none of what helm and kubectl are known to print. */
export function printedText(line: string): PrintedText | undefined {
  return LINES.find(([pattern]) => pattern.test(line))?.[1];
}

/** A line of YAML that cannot be part of text in an object, since the lines of such a text are indented. */
const SUSPECTS = new RegExp(
  `^(?:NOTES:|HOOKS:|MANIFEST:|WARNING: |Warning: |Error: |error: |[EF]\\d{4} |${LOGGED})`,
  'm',
);

/** Whether a text may have lines that a program printed beside YAML. Fast, since almost no text has any. */
export function mayHavePrintedText(text: string): boolean {
  return SUSPECTS.test(text);
}
