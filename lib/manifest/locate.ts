import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';
import { type PathStep, parsePath } from './field-path.js';
import type { ManifestObject } from './object.js';
import { withoutBrokenDocuments, withoutPrintedText } from './yaml-stream.js';

/** A position in a text; both numbers start at 1. */
export interface Location {
  readonly line: number;
  readonly column: number;
}

/** The object to search, and the document that holds it. */
export interface LocatedResource {
  readonly object: ManifestObject;
  readonly document: number;
}

/** Returns the position of a field of an object; for an absent field, that of its nearest parent. */
export type Locate = (resource: LocatedResource, path: string) => Location | undefined;

/** Parses the text once, and then finds positions in it. A document that is not YAML has none. */
export function locatorOf(given: string): Locate {
  const { text } = withoutPrintedText(given);
  const documents = readDocuments(text) ?? readDocuments(withoutBrokenDocuments(text).text) ?? [];
  return ({ object, document }, path) => {
    const contents = documents[document];
    if (contents === undefined) return undefined;
    const before = text.slice(0, startOf(itemOf(contents, object) ?? contents, parsePath(path)));
    const line = before.split('\n');
    return { line: line.length, column: (line.at(-1) ?? '').length + 1 };
  };
}

/** A value and where it starts; negative if it has no text. */
interface Place {
  readonly start: number;
  readonly scalar?: string;
  readonly entries?: readonly (readonly [key: Place, value: Place])[];
  readonly items?: readonly Place[];
}

/** The contents of each document; undefined if one is not YAML. */
function readDocuments(text: string): readonly Place[] | undefined {
  try {
    return new PlaceReader(text).documents();
  } catch {
    return undefined;
  }
}

class PlaceReader {
  readonly #text: string;
  readonly #events: ReturnType<typeof parseEvents>;
  #next = 0;
  readonly #anchors = new Map<string, Place>();

  constructor(text: string) {
    this.#text = text;
    this.#events = parseEvents(text, {});
  }

  documents(): Place[] {
    const documents: Place[] = [];
    while (this.#next < this.#events.length) {
      // The event of the document comes before those of its contents.
      this.#next += 1;
      documents.push(this.#untilEnd()[0] ?? NOWHERE);
    }
    return documents;
  }

  #untilEnd(): Place[] {
    const places: Place[] = [];
    while (this.#events[this.#next]?.type !== EVENT_ID.POP) places.push(this.#place());
    this.#next += 1;
    return places;
  }

  #place(): Place {
    const event = this.#events[this.#next];
    this.#next += 1;
    switch (event?.type) {
      case EVENT_ID.SCALAR: {
        const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
        const start = quoted ? event.valueStart - 1 : event.valueStart;
        return this.#anchored(event, { start, scalar: getScalarValue(this.#text, event) });
      }
      case EVENT_ID.SEQUENCE:
        return this.#anchored(event, { start: event.start, items: this.#untilEnd() });
      case EVENT_ID.MAPPING:
        return this.#anchored(event, { start: event.start, entries: pairs(this.#untilEnd()) });
      case EVENT_ID.ALIAS: {
        const named = this.#anchors.get(this.#text.slice(event.anchorStart, event.anchorEnd));
        return { ...named, start: event.anchorStart - '*'.length };
      }
      default:
        throw new Error('A value was expected.');
    }
  }

  #anchored({ anchorStart, anchorEnd }: { anchorStart: number; anchorEnd: number }, place: Place): Place {
    if (anchorStart >= 0) this.#anchors.set(this.#text.slice(anchorStart, anchorEnd), place);
    return place;
  }
}

/** A node without text. */
const NOWHERE: Place = { start: 0 };

function pairs(places: readonly Place[]): [Place, Place][] {
  return places.flatMap((key, index): [Place, Place][] =>
    index % 2 === 0 ? [[key, places[index + 1] ?? NOWHERE]] : [],
  );
}

function startOf(root: Place, steps: readonly PathStep[]): number {
  let place = root;
  let { start } = root;
  for (const step of steps) {
    const entry = place.entries?.find(([{ scalar }]) => scalar === String(step));
    const item = typeof step === 'number' ? place.items?.[step] : undefined;
    const next = entry?.[1] ?? item;
    if (next === undefined) return start;
    const found = entry?.[0].start ?? next.start;
    // An empty value has no position.
    if (found >= 0) start = found;
    place = next;
  }
  return start;
}

/** The position of the object within a List, or undefined if the document is the object. */
function itemOf(root: Place, object: ManifestObject): Place | undefined {
  if (scalarAt(root, 'kind') === object.kind) return undefined;
  for (const item of valueAt(root, 'items')?.items ?? []) {
    const nested = itemOf(item, object);
    if (nested !== undefined) return nested;
    const [apiVersion, kind] = [scalarAt(item, 'apiVersion'), scalarAt(item, 'kind')];
    const metadata = valueAt(item, 'metadata') ?? NOWHERE;
    // Items of a typed list may leave both out.
    const bare = apiVersion === undefined && kind === undefined;
    const same =
      (bare || (apiVersion === object.apiVersion && kind === object.kind)) &&
      scalarAt(metadata, 'name') === object.metadata.name &&
      scalarAt(metadata, 'namespace') === object.metadata.namespace;
    if (same) return item;
  }
  return undefined;
}

function valueAt({ entries }: Place, key: string): Place | undefined {
  return entries?.find(([{ scalar }]) => scalar === key)?.[1];
}

function scalarAt(place: Place, key: string): string | undefined {
  return valueAt(place, key)?.scalar;
}
