import { dump } from 'js-yaml';
import type { Json, JsonObject, ManifestObject } from './object.js';
import { orderedKeys } from './order.js';

/**
 * Options for js-yaml. Lines are never folded and nothing becomes an anchor, so that one changed value changes one
 * line.
 */
export const DUMP_OPTIONS = { lineWidth: -1, noRefs: true, seqNoIndent: true } as const;

/** The same scalars repeat across a fleet; the limit keeps the cache small for a fleet of thousands of clusters. */
const CACHE_LIMIT = 20_000;
/** Longer text rarely repeats and would make the cache large. */
const CACHED_LENGTH = 2048;

/**
 * Renders objects as one YAML stream, in the order given, one document each with its keys in canonical order.
 *
 * The text equals what js-yaml writes for the same objects, byte for byte, except for {@link isNumberElsewhere} and the
 * layout below keys in YAML's explicit form. js-yaml decides how every scalar and key is quoted; the layout around them
 * is done here and each distinct scalar is quoted once, because dumping whole objects with js-yaml takes most of a
 * synthesis.
 *
 * @see https://github.com/nodeca/js-yaml
 */
export function emit(objects: readonly ManifestObject[]): string {
  return objects.map(emitDocument).join('---\n');
}

export function emitDocument(object: JsonObject): string {
  if (!isFilledMapping(object)) return '{}\n';
  const lines: string[] = [];
  writeMapping(object, '', '', lines);
  return `${lines.join('\n')}\n`;
}

/** Appends a non-empty mapping. `lead` replaces the indent before the first key (`- ` for a list item). */
function writeMapping(mapping: JsonObject, indent: string, lead: string, lines: string[]): void {
  let before = lead === '' ? indent : lead;
  for (const key of orderedKeys(mapping)) {
    const value = mapping[key] ?? null;
    const text = keyText(key);
    // YAML requires the explicit form for keys of several lines or more than 1024 characters.
    if (text.startsWith(EXPLICIT_KEY)) lines.push(`${before}${indented(text, indent)}`);
    const head = text.startsWith(EXPLICIT_KEY) ? `${indent}:` : `${before}${text}:`;
    before = indent;
    if (Array.isArray(value) && value.length > 0) {
      lines.push(head);
      writeList(value, indent, '', lines);
    } else if (isFilledMapping(value)) {
      lines.push(head);
      writeMapping(value, `${indent}  `, '', lines);
    } else {
      lines.push(`${head} ${scalarText(value, indent)}`);
    }
  }
}

function writeList(list: readonly Json[], indent: string, lead: string, lines: string[]): void {
  let before = lead === '' ? indent : lead;
  const inner = `${indent}  `;
  for (const item of list) {
    const head = `${before}- `;
    before = indent;
    if (Array.isArray(item) && item.length > 0) writeList(item, inner, head, lines);
    else if (isFilledMapping(item)) writeMapping(item, inner, head, lines);
    else lines.push(`${head}${scalarText(item, indent)}`);
  }
}

function isFilledMapping(value: Json): value is JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  for (const _ in value) return true;
  return false;
}

function scalarText(value: Json, indent: string): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return indented(stringText(value), indent);
  return Array.isArray(value) ? '[]' : '{}';
}

const EXPLICIT_KEY = '? ';

const strings = new Map<string, string>();
const keys = new Map<string, string>();

/**
 * Some plain scalars that js-yaml leaves bare are numbers to another reader: to kubectl `0XFF`, `0B1`, `-_9` and
 * `4_6e+20`; to the `yaml` package, in the YAML 1.1 mode that cdk8s reads with, `e5`, which may be a commit id.
 */
function isNumberElsewhere(text: string): boolean {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '').toLowerCase();
  return digits !== '' && (Number.isFinite(Number(digits)) || /^e[-+]?[0-9]+$/.test(digits));
}

function numberText(value: number): string {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : dump(value, DUMP_OPTIONS).trimEnd();
}

/**
 * A name, a host, a path or an image: two letters first and a punctuation mark later, so that every reader takes it as
 * text. There are as many of them as objects, too many to quote with js-yaml.
 */
const PLAIN = /^[a-z]{2}[a-z0-9]*(?:[-./:][a-z0-9]+)+$/;

function stringText(value: string): string {
  return PLAIN.test(value) ? value : remembered(strings, value, quotedValue);
}

function quotedValue(value: string): string {
  const text = valueOfSingleKey(value);
  return text === value && isNumberElsewhere(value) ? `'${value}'` : text;
}

function keyText(key: string): string {
  return remembered(keys, key, quotedKey);
}

function quotedKey(key: string): string {
  // A mapping is dumped as a whole because keys follow other quoting rules than values.
  const text = dump({ [key]: 0 }, DUMP_OPTIONS).replace(/\n?: 0\n$/, '');
  return text === key && isNumberElsewhere(key) ? `'${key}'` : text;
}

function valueOfSingleKey(value: string): string {
  // The second key keeps js-yaml from ending the document with `...` after a scalar that keeps its trailing lines.
  return dump({ k: value, l: 0 }, DUMP_OPTIONS).slice('k: '.length, -'\nl: 0\n'.length);
}

/** In a block scalar every line that is not empty has the indent of its parent. */
function indented(text: string, indent: string): string {
  return indent === '' || !text.includes('\n') ? text : text.replaceAll(/\n(?=[^\n])/g, `\n${indent}`);
}

function remembered(cache: Map<string, string>, source: string, make: (source: string) => string): string {
  if (source.length > CACHED_LENGTH) return make(source);
  const known = cache.get(source);
  if (known !== undefined) return known;
  if (cache.size >= CACHE_LIMIT) cache.clear();
  const made = make(source);
  cache.set(source, made);
  return made;
}
