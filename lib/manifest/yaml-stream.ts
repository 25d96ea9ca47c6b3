import { YAMLException } from 'js-yaml';
import { readYaml } from './kube-yaml.js';
import { mayHavePrintedText, type PrintedText, printedText } from './printed-text.js';

/** A part of a text that is not read, and why. */
export interface Unread {
  readonly kind: 'invalid-yaml' | 'printed-text';
  /** One-based. */
  readonly line?: number;
  readonly message: string;
}

/** A text whose documents can be read one by one. What is not read is blank, so that all else keeps its place. */
export interface YamlStream {
  readonly text: string;
  readonly unread: readonly Unread[];
}

/** A document begins there; no line of a value may look like it. */
const MARKER = /^---(?=\s|$)/gm;
/** A line without anything of a value. */
const NO_CONTENT = /^(?:---)?\s*(?:#.*)?$/;

/**
 * Takes out what helm and kubectl print beside YAML and what would become a field of the object next to it: warnings before the first
 * field, and a chart's notes after the last.
 */
export function withoutPrintedText(given: string): YamlStream {
  const text = given.includes('\uFEFF') ? given.replace(/(^---[^\n]*\n)\uFEFF/gm, '$1') : given;
  if (!mayHavePrintedText(text)) return { text, unread: [] };
  return inDocuments(text, (document) =>
    isObject(document) ? withoutPrintedLines(document) : { text: document, unread: [] },
  );
}

/** Takes out the documents that cannot be read. */
export function withoutBrokenDocuments(text: string): YamlStream {
  return inDocuments(text, (document) => {
    const fault = faultOf(document);
    return fault === undefined ? { text: document, unread: [] } : { text: blank(document), unread: [fault] };
  });
}

/** Why a text is not YAML. Shows none of it, since it may be part of a Secret. */
export function invalidYaml(error: unknown): Unread {
  const kind = 'invalid-yaml';
  if (!(error instanceof YAMLException))
    return { kind, message: `is not valid YAML: ${error instanceof Error ? error.message : String(error)}` };
  const line = error.mark?.line;
  return { kind, message: `is not valid YAML: ${error.reason}`, ...(line === undefined ? {} : { line: line + 1 }) };
}

function faultOf(document: string): Unread | undefined {
  try {
    readYaml(document);
    return undefined;
  } catch (error) {
    const lines = document.split('\n');
    const first = lines.findIndex((line) => !NO_CONTENT.test(line));
    const printed = printedText(lines[first] ?? '');
    return printed === undefined ? invalidYaml(error) : unreadText(first, printed);
  }
}

/** @param index of the line, from zero */
function unreadText(index: number, { what, fix }: PrintedText): Unread {
  return { kind: 'printed-text', line: index + 1, message: `is not YAML but ${what}. ${fix}` };
}

function isObject(document: string): boolean {
  return /^apiVersion:/m.test(document) && /^kind:/m.test(document);
}

/** The lines before the first field that printed text begins, and all lines from `NOTES:` on. */
function withoutPrintedLines(document: string): YamlStream {
  const unread: Unread[] = [];
  const lines = document.split('\n');
  const firstField = lines.findIndex((line) => /^(?:apiVersion|kind|metadata):/.test(line));
  const notes = lines.findIndex((line, index) => index > firstField && /^NOTES:\s*$/.test(line));
  const kept = lines.map((line, index) => {
    if (notes >= 0 && index > notes) return blank(line);
    // Where the hooks of a release end; the text about the release is reported.
    if (/^(?:HOOKS|MANIFEST):\s*$/.test(line)) return blank(line);
    const printed = index < firstField || index === notes ? printedText(line) : undefined;
    if (printed === undefined) return line;
    unread.push(unreadText(index, printed));
    return blank(line);
  });
  return { text: kept.join('\n'), unread };
}

/** Reads each document by itself, and counts lines from the beginning of the text. */
function inDocuments(text: string, read: (document: string) => YamlStream): YamlStream {
  const starts = startsOf(text);
  const parts: string[] = [];
  const unread: Unread[] = [];
  let linesBefore = 0;
  for (const [index, start] of starts.entries()) {
    const document = text.slice(start, starts[index + 1]);
    const part = read(document);
    parts.push(part.text);
    for (const { line, ...rest } of part.unread)
      unread.push({ ...rest, ...(line === undefined ? {} : { line: line + linesBefore }) });
    linesBefore += document.split('\n').length - 1;
  }
  return { text: parts.join(''), unread };
}

/** Where each part of a text begins; the first may be only comments before a document. */
function startsOf(text: string): number[] {
  return [0, ...[...text.matchAll(MARKER)].map(({ index }) => index).filter((index) => index > 0)];
}

/** The one-based line of the first value of each document; that of its marker if it has none. */
export function documentLines(text: string): readonly number[] {
  const found: { line: number; filled: boolean }[] = [];
  for (const [index, content] of text.split('\n').entries()) {
    const last = found.at(-1);
    const line = index + 1;
    if (/^---(?=\s|$)/.test(content)) found.push({ line, filled: false });
    else if (!NO_CONTENT.test(content) && last?.filled !== true) {
      // Comments before the first marker are no document.
      if (last === undefined) found.push({ line, filled: true });
      else Object.assign(last, { line, filled: true });
    }
  }
  return found.map(({ line }) => line);
}

/** As many characters and lines, of which nothing can be read. The marker stays, so that documents keep their number. */
function blank(text: string): string {
  const marker = text.startsWith('---') ? '---' : '';
  return marker + text.slice(marker.length).replace(/[^\r\n]/g, ' ');
}
