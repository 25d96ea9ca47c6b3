import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
} from 'yaml';
import { type PathStep, parsePath } from './field-path.js';
import type { ManifestObject } from './object.js';

/** A place in a text; both numbers count from 1. */
export interface Location {
  readonly line: number;
  readonly column: number;
}

/** The object that a place is looked for in, and the document that it stands in. */
export interface LocatedSubject {
  readonly object: ManifestObject;
  readonly document: number;
}

/** Says where a field of an object stands; where the field is absent, where its nearest parent stands. */
export type Locate = (subject: LocatedSubject, path: string) => Location | undefined;

/** Parses the text once, and then finds places in it. */
export function locatorOf(text: string): Locate {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    version: '1.1',
    merge: true,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  return ({ object, document }, path) => {
    const parsed = Array.isArray(documents) ? documents[document] : undefined;
    if (parsed === undefined) return undefined;
    const root = itemOf(parsed.contents, object, parsed) ?? parsed.contents;
    if (root === null) return undefined;
    const start = startOf(root, parsePath(path), parsed);
    if (start === undefined) return undefined;
    const { line, col } = lines.linePos(start);
    return { line, column: col };
  };
}

function startOf(root: Node, steps: readonly PathStep[], document: Document): number | undefined {
  let node: Node | undefined = root;
  let start = root.range?.[0];
  for (const step of steps) {
    const target: Node | undefined = isAlias(node) ? node.resolve(document) : node;
    if (isMap(target)) {
      const pair: Pair | undefined = target.items.find(
        ({ key }) => isScalar(key) && String(key.value) === String(step),
      );
      if (pair === undefined || !isNode(pair.key)) return start;
      start = pair.key.range?.[0];
      node = isNode(pair.value) ? pair.value : undefined;
    } else if (isSeq(target) && typeof step === 'number') {
      const item = target.items[step];
      if (!isNode(item)) return start;
      start = item.range?.[0];
      node = item;
    } else {
      return start;
    }
  }
  return start;
}

/** The object's own node within a List, or undefined where the document is the object. */
function itemOf(root: Node | null, object: ManifestObject, document: Document): Node | undefined {
  if (!isMap(root) || root.get('kind') === object.kind) return undefined;
  const items = root.get('items', true);
  if (!isSeq(items)) return undefined;
  for (const item of items.items) {
    const target = isAlias(item) ? item.resolve(document) : item;
    if (!isMap(target)) continue;
    const nested = itemOf(target, object, document);
    if (nested !== undefined) return nested;
    // Items of a typed list may leave both out.
    const bare = target.get('apiVersion') === undefined && target.get('kind') === undefined;
    const same =
      (bare || (target.get('apiVersion') === object.apiVersion && target.get('kind') === object.kind)) &&
      target.getIn(['metadata', 'name']) === object.metadata.name &&
      target.getIn(['metadata', 'namespace']) === object.metadata.namespace;
    if (same) return target;
  }
  return undefined;
}
