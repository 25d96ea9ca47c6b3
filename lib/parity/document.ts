import { load } from 'js-yaml';
import type { Json } from '../manifest/object.js';

/** The value of a text in YAML or JSON; undefined for any other text. */
export function readDocument(text: string): Json | undefined {
  try {
    return load(text) as Json;
  } catch {
    return undefined;
  }
}
