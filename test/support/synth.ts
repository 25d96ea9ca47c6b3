import { formatDiagnostic, InvalidInput, throwIfAny } from '../../lib/diagnostic.js';
import { parseManifests } from '../../lib/manifest/load.js';
import type { Json, ManifestObject } from '../../lib/manifest/object.js';
import { synthesizeFleet } from '../../lib/write/fleet/synthesize.js';
import type { Fleet } from '../../lib/write/platform/fleet.js';

/** What is said of a fleet that lacks a part: of a cluster without components, of a mesh without its control plane, of a leaf not built. */
const LACKS = [
  /^Cluster '[^']*': components is none, /,
  /^Cluster '[^']*': mesh is '\w+', but no component installs its control plane, /,
  /^NatsBroker '[^']*': leafnodes\.leaves\[\d+\]\.cluster is .*, expected a cluster with such a leaf/,
];

/** The files of a fleet by path, as they would be written. A test makes only the parts that it is about: missing parts have tests of their own. */
export function filesOf(fleet: Fleet): Map<string, string> {
  const files = new Map<string, string>();
  try {
    for (const output of synthesizeFleet(fleet)) for (const { path, text } of output.files) files.set(path, text);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throwIfAny(error.problems.filter((problem) => !LACKS.some((lack) => lack.test(formatDiagnostic(problem)))));
  }
  return files;
}

/** The objects of one cluster, read back from the text that would be written. */
export function objectsOf(fleet: Fleet, cluster: string): ManifestObject[] {
  return [...filesOf(fleet)]
    .filter(([path]) => path.startsWith(`${fleet.name}/${cluster}/`) && path.endsWith('.yaml'))
    .flatMap(([, text]) => objectsIn(text));
}

/** Variants of a fleet share most of their files. What is shared is frozen, so that no test changes it for another. */
const read = new Map<string, readonly ManifestObject[]>();

function objectsIn(text: string): readonly ManifestObject[] {
  const known = read.get(text);
  if (known !== undefined) return known;
  const objects = parseManifests(text, 'test.yaml').resources.map(({ object }) => frozen(object));
  read.set(text, objects);
  return objects;
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const child of Object.values(value)) frozen(child);
  return Object.freeze(value);
}

export function find(objects: readonly ManifestObject[], kind: string, name: string): ManifestObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) {
    const names = objects.filter((object) => object.kind === kind).map((object) => object.metadata.name);
    throw new Error(`no ${kind} ${name}; there are ${names.join(', ')}`);
  }
  return found;
}

/** The value at a path such as `spec.ports[0].nodePort`. */
export function at(object: Json, path: string): Json | undefined {
  const steps = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  return steps.reduce<Json | undefined>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return typeof value === 'object' && value !== null ? value[step] : undefined;
  }, object);
}

/** The sentences of the problems that an action is refused with. */
export function refusal(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidInput) return error.message.split('\n');
    throw error;
  }
  return [];
}

/** Lines that only one of two texts has: `- old` and `+ new`. */
export function delta(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const lines = (files: ReadonlyMap<string, string>) =>
    [...files].flatMap(([path, text]) => text.split('\n').map((line) => `${path}: ${line.trim()}`));
  const [old, now] = [lines(before), lines(after)];
  return [...without(old, now).map((line) => `- ${line}`), ...without(now, old).map((line) => `+ ${line}`)];
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count <= 0;
  });
}
