import { Ajv, type ValidateFunction } from 'ajv';
import type { Fault } from '../../diagnostic.js';
import { isMapping } from '../../formats/mapping.js';
import type { Json } from '../../manifest/object.js';
import type { SchemaError } from './compiler.js';
import { contradictions } from './contradictions.js';
import type { Definition } from './definition.js';
import { formats } from './formats.js';
import { schemaPattern } from './pattern.js';

/** A JSON schema of one kind and version, as kubeconform finds it: by the name of its file, in lower case. */
export interface FileSchema {
  /** Lower case. */
  readonly kind: string;
  /** The group, or the part of it before the first dot; empty for the core group. Lower case. */
  readonly group: string;
  readonly version: string;
  readonly file: string;
  readonly report: (value: Json) => readonly SchemaError[];
}

/** What a file with a JSON schema says, or what is wrong with it. */
export type ReadSchema = { readonly schema: FileSchema } | { readonly faults: readonly Fault[] };

const VERSION = 'v\\d+(?:(?:alpha|beta)\\d+)?';
/** `<group>/<kind>_<version>.json`, as the catalog of CRDs has it. */
const CATALOG = new RegExp(`(?:^|/)([^/]+)/([^/_]+)_(${VERSION})\\.json$`);
/** `<kind>-<group>-<version>.json`, and `<kind>-<version>.json` for the core group. */
const FLAT = new RegExp(`(?:^|/)([^/-]+)(?:-([^/]+))?-(${VERSION})\\.json$`);

/**
 * Reads a JSON schema whose file is named as kubeconform asks for.
 *
 * @see https://github.com/yannh/kubeconform#overriding-schemas-location
 */
export function readJsonSchema(content: Json, file: string): ReadSchema {
  const name = nameOf(file);
  if (name === undefined)
    return {
      faults: [
        {
          path: '',
          got: 'a JSON schema with another name',
          expected: '<kind>-<group>-<version>.json, or <group>/<kind>_<version>.json',
          fix: 'Rename the file, so that it says of which kind it is.',
        },
      ],
    };
  const faults = [...contradictions(content, '', (schema) => schema['additionalProperties'] === false)];
  if (faults.length > 0) return { faults };
  try {
    const ajv = new Ajv({
      allErrors: true,
      strict: false,
      formats,
      unicodeRegExp: true,
      code: { regExp: Object.assign(schemaPattern, { code: 'schemaPattern' }) },
      logger: false,
    });
    // The draft that the file states is not needed to read what such schemas use.
    const { $schema: _draft, $id: _id, ...schema } = isMapping(content) ? content : {};
    const run = ajv.compile(schema);
    return { schema: { ...name, file, report: (value) => errorsOf(run, schema as Definition, value) } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      faults: [
        {
          path: '',
          got: `a JSON schema that does not compile (${reason})`,
          expected: 'a valid one',
          fix: 'Correct it.',
        },
      ],
    };
  }
}

function errorsOf(run: ValidateFunction, root: Definition, value: Json): readonly SchemaError[] {
  return run(value) === true ? [] : (run.errors ?? []).map((error) => ({ error, root }));
}

function nameOf(file: string): Pick<FileSchema, 'kind' | 'group' | 'version'> | undefined {
  const inCatalog = CATALOG.exec(file);
  if (inCatalog !== null) {
    const [, group = '', kind = '', version = ''] = inCatalog;
    return { kind: kind.toLowerCase(), group: group.toLowerCase(), version };
  }
  const flat = FLAT.exec(file);
  if (flat === null) return undefined;
  const [, kind = '', group = '', version = ''] = flat;
  return { kind: kind.toLowerCase(), group: group.toLowerCase(), version };
}
