import { isMapping } from '../formats/mapping.js';
import { readYaml } from './kube-yaml.js';
import { identityKey, type Json, type ManifestObject, objectLabel } from './object.js';
import { type PrintedText, printedText } from './printed-text.js';
import type { ClusterView, Resource } from './resource.js';
import { documentLines, invalidYaml, type Unread, withoutBrokenDocuments, withoutPrintedText } from './yaml-stream.js';

/** Why a file, or part of it, is not judged. */
export type NoteKind =
  | 'unreadable'
  | 'too-large'
  | 'not-text'
  | 'invalid-yaml'
  | 'no-name'
  | 'duplicate-object'
  | 'empty'
  | 'no-kind'
  | 'not-kubernetes'
  | 'not-searched'
  | 'unusable-schema'
  | 'other-name'
  | 'printed-text'
  | 'judged-by-owner'
  | 'made-by-cluster';

/** A remark on a file that could not be judged completely. */
export interface Note {
  readonly kind: NoteKind;
  /** An error makes the command fail; information does not. */
  readonly level: 'error' | 'information';
  readonly file: string;
  /** Zero-based number of the YAML document, if the note is about one document. */
  readonly document?: number;
  /** One-based line, if known. */
  readonly line?: number;
  readonly message: string;
}

/** The contents of one file. */
export interface ParsedFile {
  readonly resources: readonly Resource[];
  readonly notes: readonly Note[];
}

/** Reads the Kubernetes objects of a YAML or JSON text. Never throws; a note explains each part that it cannot use. */
export function parseManifests(text: string, file: string): ParsedFile {
  if (text.includes('\0'))
    return onlyNote({ kind: 'not-text', level: 'error', file, message: 'contains a NUL byte, so it is not text' });
  if (text.trim() === '') return onlyNote({ kind: 'empty', level: 'information', file, message: 'is empty' });
  const { documents, unread } = readStream(text);
  const unreadNotes = unread.map((part): Note => ({ level: 'error', file, ...part }));
  const resources: Resource[] = [];
  const refusals: Note[] = [];
  let filled = 0;
  for (const [document, value] of documents.entries()) {
    if (value === null || value === undefined) continue;
    filled += 1;
    const items = unpacked(value);
    if (items.length === 0) refusals.push({ ...EMPTY_LIST, file, document });
    for (const item of items.map(withName)) {
      const refusal = refusalOf(item);
      if (refusal === undefined) resources.push({ object: item as ManifestObject, file, document });
      else refusals.push({ ...refusal, file, document });
    }
  }
  if (filled === 0 && unread.length > 0) return { resources: [], notes: unreadNotes };
  if (filled === 0)
    return onlyNote({ kind: 'empty', level: 'information', file, message: 'has only comments or empty documents' });
  const notes = resources.length === 0 ? refusals : refusals.map(amongObjects);
  return { resources, notes: [...unreadNotes, ...withLines(notes, text)] };
}

/** Notes on printed text, each with its line. */
function withLines(notes: readonly Note[], text: string): readonly Note[] {
  if (!notes.some(({ kind }) => kind === 'printed-text')) return notes;
  const lines = documentLines(text);
  return notes.map((note) => {
    const line = note.kind === 'printed-text' ? lines[note.document ?? 0] : undefined;
    return line === undefined ? note : { ...note, line };
  });
}

/** The documents of a text, and its parts that are not YAML. */
function readStream(given: string): { readonly documents: readonly Json[]; readonly unread: readonly Unread[] } {
  const { text, unread } = withoutPrintedText(given);
  try {
    return { documents: readYaml(text), unread };
  } catch {
    const rest = withoutBrokenDocuments(text);
    try {
      return { documents: readYaml(rest.text), unread: [...unread, ...rest.unread] };
    } catch (error) {
      return { documents: [], unread: [...unread, invalidYaml(error)] };
    }
  }
}

/** Notes on duplicate objects: the second would silently replace the first when the files are applied. */
export function duplicateNotes(view: ClusterView): Note[] {
  const first = new Map<string, Resource>();
  return view.resources.flatMap((resource): Note[] => {
    if (isNamedByServer(resource.object)) return [];
    const key = identityKey(resource.object);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, resource);
      return [];
    }
    const where = `${other.file} (document ${other.document + 1})`;
    const message = `repeats ${objectLabel(resource.object)}, which is also in ${where}; the one that is applied last replaces the other. Remove or rename one`;
    return [{ kind: 'duplicate-object', level: 'error', file: resource.file, document: resource.document, message }];
  });
}

function onlyNote(note: Note): ParsedFile {
  return { resources: [], notes: [note] };
}

/**
 * The objects of a list, or the value itself. Items of a typed list such as PodList may leave out the apiVersion and
 * kind that the list implies.
 */
function unpacked(value: Json): readonly Json[] {
  if (!isMapping(value) || typeof value['kind'] !== 'string' || !value['kind'].endsWith('List')) return [value];
  const { apiVersion, items } = value;
  if (!Array.isArray(items)) return [value];
  const kind = value['kind'].slice(0, -'List'.length);
  const inherited = kind === '' || apiVersion === undefined ? undefined : { apiVersion, kind };
  return items.flatMap((item) => {
    const bare = isMapping(item) && isAbsent(item['apiVersion']) && isAbsent(item['kind']);
    return unpacked(bare && inherited !== undefined ? { ...item, ...inherited } : item);
  });
}

/** In place of the five characters that the API server appends to a generateName. */
const GENERATED = 'xxxxx';

/** Gives an object with only a generateName a name like those that the server makes, so that it is judged like others. */
function withName(value: Json): Json {
  if (!isMapping(value)) return value;
  const { metadata } = value;
  if (!isMapping(metadata) || !isAbsent(metadata['name'])) return value;
  const prefix = metadata['generateName'];
  if (typeof prefix !== 'string' || prefix === '') return value;
  return { ...value, metadata: { ...metadata, name: `${prefix}${GENERATED}` } };
}

/** Whether each creation of an object makes another one. */
function isNamedByServer({ metadata }: ManifestObject): boolean {
  return typeof metadata['generateName'] === 'string' && metadata.name === `${metadata['generateName']}${GENERATED}`;
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '';
}

const EMPTY_LIST = { kind: 'empty', level: 'information', message: 'is a list without items' } as const;

function refusalOf(value: Json): Pick<Note, 'kind' | 'level' | 'message'> | undefined {
  const other = (message: string) => ({ kind: 'not-kubernetes', level: 'information', message }) as const;
  const printed = printedDocument(value);
  if (printed !== undefined)
    return {
      kind: 'printed-text',
      level: 'information',
      message: `is not an object but ${printed.what}. ${printed.fix}`,
    };
  if (!isMapping(value)) return other('is not a Kubernetes object: it is not a mapping');
  const { apiVersion, kind, metadata } = value;
  const lacking = Object.entries({ apiVersion, kind }).flatMap(([field, text]) =>
    typeof text === 'string' && text !== '' ? [] : [field],
  );
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || lacking.length > 0) {
    // One of the two next to metadata means that an object was intended; a chart or a values file has neither, or no
    // metadata.
    if (lacking.length === 2 || !isMapping(metadata))
      return other(`is not a Kubernetes object: it lacks ${lacking.join(' and ')}`);
    return { kind: 'no-kind', level: 'error', message: `lacks ${lacking.join()}, so it cannot be applied` };
  }
  if (apiVersion.startsWith('kustomize.config.k8s.io/'))
    return other(`is input for kustomize (${kind}), not a cluster object`);
  if (isMapping(metadata) && typeof metadata['name'] === 'string' && metadata['name'] !== '') {
    const namespace = metadata['namespace'] ?? '';
    if (typeof namespace === 'string') return undefined;
    return {
      kind: 'no-name',
      level: 'error',
      message: `(${kind} ${metadata['name']}) has a metadata.namespace that is not text, so it cannot be applied`,
    };
  }
  return {
    kind: 'no-name',
    level: 'error',
    message: `(${kind}) has no text in metadata.name, so it cannot be applied`,
  };
}

/** What a program printed that happens to be YAML: one line of words, or a mapping without any field of an object. */
function printedDocument(value: Json): PrintedText | undefined {
  if (typeof value === 'string') return printedText(value);
  if (!isMapping(value) || value['apiVersion'] !== undefined || value['kind'] !== undefined) return undefined;
  return Object.entries(value)
    .map(([key, text]) => (typeof text === 'object' && text !== null ? undefined : printedText(`${key}: `)))
    .find((printed) => printed !== undefined);
}

/** In a file with objects, any other document is a mistake: kubectl refuses it. */
function amongObjects(note: Note): Note {
  if (note.kind === 'printed-text') return { ...note, level: 'error' };
  if (note.kind !== 'not-kubernetes') return note;
  return { ...note, level: 'error', message: `${note.message}, although the file has objects` };
}
