import { isMapping } from '../formats/mapping.js';
import { canonical } from '../manifest/canonical.js';
import { at } from '../manifest/field-path.js';
import type { Json, JsonObject, ManifestObject } from '../manifest/object.js';
import { readDocument } from './document.js';

/** The value of every field of an object, by path. */
export type FieldMap = ReadonlyMap<string, string>;

/**
 * Splits an object so that two can be compared by meaning: the order in a list counts only if Kubernetes uses it, null and empty
 * count as absent, rights are compared one by one, and documents inside a ConfigMap are parsed.
 */
export function fieldsOf(object: ManifestObject): FieldMap {
  const fields = new Map<string, string>();
  const { rules, ...rest } = canonical(object);
  walk(fields, '', rest);
  if (/Role$/.test(object.kind)) grants(fields, rules ?? []);
  else if (rules !== undefined) walk(fields, 'rules', rules);
  return fields;
}

function walk(fields: Map<string, string>, path: string, value: Json): void {
  if (value === null || value === '') return;
  if (Array.isArray(value)) list(fields, path, value);
  else if (isMapping(value)) for (const [key, child] of Object.entries(value)) field(fields, path, key, child);
  else fields.set(path, comparable(value));
}

function field(fields: Map<string, string>, path: string, key: string, value: Json): void {
  const place = at(path, key);
  if (/^data\b/.test(place) && typeof value === 'string') walk(fields, place, embedded(key, value));
  else if ((key === 'args' || key === 'command') && Array.isArray(value)) flags(fields, place, value.map(String));
  else walk(fields, place, value);
}

/** A document in YAML or JSON as its value; any other text unchanged. */
function embedded(key: string, text: string): Json {
  if (key !== 'values' && !key.endsWith('_config')) return text;
  return readDocument(text) ?? text;
}

function list(fields: Map<string, string>, path: string, items: readonly Json[]): void {
  if (items.length === 0) return;
  if (!items.every((item) => isMapping(item))) {
    fields.set(path, items.map(comparable).sort().join(', '));
    return;
  }
  const key = ['name', 'mountPath', 'key', 'topologyKey'].find((candidate) => isKey(items, candidate));
  if (key === undefined) {
    for (const [index, item] of items.entries()) walk(fields, at(path, index), item);
    return;
  }
  for (const item of items) walk(fields, at(path, String(item[key])), item);
  // Containers start and webhooks are called in their order; a variable may refer to those above it.
  if (/([cC]ontainers|webhooks|\.env)$/.test(path))
    fields.set(`${path}.order`, items.map((item) => item[key]).join(', '));
}

/** Whether a field distinguishes all items of a list. */
function isKey(items: readonly JsonObject[], field: string): boolean {
  return (
    items.every((item) => typeof item[field] === 'string') &&
    new Set(items.map((item) => item[field])).size === items.length
  );
}

/** A text that YAML would read as something else is quoted: for the API server, `1` and `"1"` differ. */
function comparable(value: Json): string {
  return typeof value === 'string' && /^(true|false|null|-?\d+(\.\d+)?)$/.test(value) ? `"${value}"` : String(value);
}

/** Arguments by flag: `-a=b`, `--a b` and a lone `--a` alike. */
function flags(fields: Map<string, string>, path: string, words: readonly string[]): void {
  const plain: string[] = [];
  const set = (name: string, value: string) => {
    const place = at(path, name);
    const former = fields.get(place);
    fields.set(place, former === undefined ? value : `${former}, ${value}`);
  };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const [name = '', ...rest] = word.split('=');
    if (!word.startsWith('-')) plain.push(word);
    else if (rest.length > 0) set(name, rest.join('='));
    else {
      const value = words[index + 1];
      const ownValue = value !== undefined && !value.startsWith('-');
      set(name, ownValue ? value : 'given');
      if (ownValue) index += 1;
    }
  }
  if (plain.length > 0) fields.set(path, plain.join(' '));
}

/** One field for each right: `rules["apps/replicasets get"]`. */
function grants(fields: Map<string, string>, rules: Json): void {
  if (!Array.isArray(rules)) return;
  for (const rule of rules.filter((item) => isMapping(item))) {
    const names = texts(rule['resourceNames']).map((name) => ` ${name}`);
    const resources = texts(rule['apiGroups']).flatMap((group) =>
      texts(rule['resources']).map((resource) => `${group}/${resource}`),
    );
    for (const what of [...resources, ...texts(rule['nonResourceURLs'])]) {
      for (const verb of texts(rule['verbs'])) {
        for (const name of names.length === 0 ? [''] : names) {
          fields.set(at('rules', `${what} ${verb}${name}`), 'granted');
        }
      }
    }
  }
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
