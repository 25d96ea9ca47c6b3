import { load } from 'js-yaml';
import type { Json } from '../manifest/object.js';

/** What a text in YAML or JSON says; undefined where it is neither. */
export function readDocument(text: string): Json | undefined {
  try {
    return load(text) as Json;
  } catch {
    return undefined;
  }
}
