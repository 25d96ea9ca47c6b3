import { load } from 'js-yaml';
import { isMapping } from '../../lib/formats/mapping.js';
import type { Json, ManifestObject } from '../../lib/manifest/object.js';

/**
 * What differs between two sets of objects, one line a field: `Deployment web spec.replicas: 1 -> 3`. Objects of one side alone are `+`
 * or `-`. Members of lists are matched by their names, or by their values; text that holds YAML is compared as YAML.
 */
export function changes(before: readonly ManifestObject[], after: readonly ManifestObject[]): string[] {
  const [old, now] = [byLabel(before), byLabel(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((label) => {
    const [from, to] = [old.get(label), now.get(label)];
    if (from === undefined) return [`+ ${label}`];
    if (to === undefined) return [`- ${label}`];
    return fieldChanges(from, to, '').map((line) => `${label} ${line}`);
  });
}

function byLabel(objects: readonly ManifestObject[]): Map<string, ManifestObject> {
  return new Map(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
}

function fieldChanges(before: Json | undefined, after: Json | undefined, path: string): string[] {
  const [from, to] = [opened(before, path), opened(after, path)];
  if (isMapping(from) && isMapping(to)) {
    return [...new Set([...Object.keys(from), ...Object.keys(to)])]
      .sort()
      .flatMap((key) => fieldChanges(from[key], to[key], path === '' ? key : `${path}.${key}`));
  }
  if (Array.isArray(from) && Array.isArray(to)) return listChanges(from, to, path);
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  if (from === undefined) return [`${path}: + ${text(to)}`];
  if (to === undefined) return [`${path}: - ${text(from)}`];
  return [`${path}: ${text(from)} -> ${text(to)}`];
}

function listChanges(before: readonly Json[], after: readonly Json[], path: string): string[] {
  const [old, now] = [keyed(before), keyed(after)];
  const common = (keys: Iterable<string>) => [...keys].filter((key) => old.has(key) && now.has(key));
  const moved = String(common(old.keys())) !== String(common(now.keys()));
  return [
    ...[...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
      const [from, to] = [old.get(key), now.get(key)];
      if (from === undefined) return [`${path}: + ${key}`];
      if (to === undefined) return [`${path}: - ${key}`];
      return fieldChanges(from, to, `${path}[${key}]`);
    }),
    ...(moved ? [`${path}: ${common(old.keys()).join(', ')} -> ${common(now.keys()).join(', ')}`] : []),
  ];
}

function keyed(list: readonly Json[]): Map<string, Json> {
  return new Map(
    list.map((item) => [isMapping(item) && typeof item['name'] === 'string' ? item['name'] : text(item), item]),
  );
}

function opened(value: Json | undefined, path: string): Json | undefined {
  return typeof value === 'string' && /^data\.[\w-]+$/.test(path) ? (load(value) as Json) : value;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}
