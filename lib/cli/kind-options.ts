import { readdirSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { type GivenFault, givenKinds } from '../judge/schema/found-kinds.js';
import type { KindOptions, SchemaDocument } from '../manifest/kind-options.js';
import { readYaml } from '../manifest/kube-yaml.js';
import type { Note } from '../manifest/load.js';
import { readText } from '../manifest/load-files.js';
import { locatorOf } from '../manifest/locate.js';
import type { ManifestObject } from '../manifest/object.js';

/** Options of the command line about kinds. */
export interface GivenKindOptions {
  /** Files and folders with the definitions of custom resources, or with JSON schemas. */
  readonly schemas?: readonly string[];
  /** Makes a kind that nobody knows an error. */
  readonly strictKinds?: boolean;
}

const SCHEMA_FILE = /\.(?:ya?ml|json)$/;

/** Adds `--schemas` and `--strict-kinds`. */
export function addKindOptions(command: Command): Command {
  return command
    .option(
      '--schemas <path>',
      'file or folder with CustomResourceDefinitions, or JSON schemas named as for kubeconform; may be repeated',
      (path: string, paths: readonly string[] = []) => [...paths, path],
    )
    .option('--strict-kinds', 'makes a kind without a known schema an error');
}

/** Reads the schemas. What cannot be used is an error in a note, and the rest counts. */
export function kindsFrom({ schemas: paths = [], strictKinds = false }: GivenKindOptions): {
  readonly options: KindOptions;
  readonly notes: readonly Note[];
} {
  const notes: Note[] = [];
  const texts = new Map<string, string>();
  const schemas: SchemaDocument[] = [];
  for (const file of paths.flatMap((path) => filesBelow(path, notes))) {
    const text = readText(file);
    if (typeof text !== 'string') {
      notes.push(text);
      continue;
    }
    texts.set(file, text);
    schemas.push(...documentsOf(text, file, notes));
  }
  const { faults } = givenKinds(schemas);
  notes.push(...faults.map((fault) => noteOf(fault, texts)));
  return { options: { strictKinds, schemas }, notes };
}

function filesBelow(path: string, notes: Note[]): readonly string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isDirectory()) return [path];
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => `${path.replace(/\/+$/, '')}/${name.replaceAll('\\', '/')}`)
    .filter((file) => SCHEMA_FILE.test(file) && statSync(file).isFile())
    .sort();
  if (files.length === 0)
    notes.push(unusable(path, 'holds no schema: no file below it ends in .yaml, .yml or .json. Name another folder'));
  return files;
}

function documentsOf(text: string, file: string, notes: Note[]): readonly SchemaDocument[] {
  try {
    return readYaml(text).flatMap((content, document) =>
      content === null || content === undefined ? [] : [{ file, document, content }],
    );
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const line = /\((\d+):\d+\)/.exec(reason)?.[1];
    const note = unusable(file, `holds no schema, since it is no valid YAML: ${reason}`);
    notes.push(line === undefined ? note : { ...note, line: Number(line) });
    return [];
  }
}

function noteOf(
  { document: { file, document, content }, fault }: GivenFault,
  texts: ReadonlyMap<string, string>,
): Note {
  const { path, got, expected, effect, fix } = fault;
  const place = path === '' ? '' : `${path}: `;
  const message = `holds no usable schema: ${place}got ${got}, expected ${expected}. ${effect === undefined ? '' : `${effect} `}${fix}`;
  // The place is looked up by path alone; a schema need not be an object of Kubernetes.
  const location = locatorOf(texts.get(file) ?? '')({ object: content as ManifestObject, document }, path);
  const note = unusable(file, message.replace(/\.$/, ''));
  return location === undefined ? { ...note, document } : { ...note, document, line: location.line };
}

function unusable(file: string, message: string): Note {
  return { kind: 'unusable-schema', level: 'error', file, message };
}
