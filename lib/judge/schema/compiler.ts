import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { schemaFiles } from '../../../imports/schemas.js';
import type { Json } from '../../manifest/object.js';
import type { Definition } from './definition.js';
import type { FoldedFile, FoldedSchema } from './folded.js';
import { formats } from './formats.js';
import { schemaPattern } from './pattern.js';
import { unfold } from './unfold.js';

/** One error as ajv states it, with the definition that its schema path starts from. */
export interface SchemaError {
  readonly error: ErrorObject;
  readonly root: Definition;
}

/** A field, or a value of one, that the release knows and older ones do not. */
export interface Newer {
  readonly what: 'field' | 'value';
  /** JSON pointer of the field. */
  readonly pointer: string;
  /** The first release that knows it. */
  readonly since: string;
}

/** What a schema says of a value. */
export interface SchemaReport {
  readonly errors: readonly SchemaError[];
  readonly newer: readonly Newer[];
}

interface Compiled {
  readonly run: ValidateFunction;
  readonly root: Definition;
}

/** The place of a schema that was found among the files. It may refer to Kubernetes' own definitions. */
const FOUND = { file: '', releases: [], release: '' };

const files = new Map<string, FoldedFile>();

/** Reads a schema file unless it is already there. */
export async function loadSchemas(file: string): Promise<void> {
  if (files.has(file)) return;
  const text = schemaFiles[file];
  if (text === undefined) throw new Error(`There is no schema file ${file}.`);
  files.set(file, (await text()).default as FoldedFile);
}

/** The schema of a kind whose file has been loaded. */
export function schemaOfKind(file: string, kind: string): FoldedSchema {
  const schema = files.get(file)?.kinds[kind];
  if (schema === undefined) throw new Error(`${file} has no schema for ${kind}.`);
  return schema;
}

/** The releases of a loaded file, oldest first; none of what was found. */
export function knownReleasesIn(file: string): readonly string[] {
  return files.get(file)?.releases ?? [];
}

/** A definition, by `<file>#<name>`, of a file that has been loaded. */
export function definitionNamed(name: string): FoldedSchema {
  const hash = name.indexOf('#');
  const schema = files.get(name.slice(0, hash))?.definitions[name.slice(hash + 1)];
  if (schema === undefined) throw new Error(`There is no definition ${name}.`);
  return schema;
}

/**
 * Compiles the schemas of one set of releases, each when the first value needs it. A pod has thirty kinds of volume and uses two, so
 * compiling a whole workload at once would cost more than everything else that a small check does.
 */
export class Compiler {
  readonly #ajv: Ajv;
  readonly #compiled = new Map<string, Compiled>();
  readonly #found = new WeakMap<FoldedSchema, Compiled>();
  readonly #releaseOf: (file: string) => string;
  #errors: SchemaError[] = [];
  #newer: Newer[] = [];

  /** `releaseOf` gives the release of a project by the name of its schema file. */
  constructor(releaseOf: (file: string) => string) {
    this.#releaseOf = releaseOf;
    this.#ajv = new Ajv({
      allErrors: true,
      allowUnionTypes: true,
      code: { optimize: false, regExp: Object.assign(schemaPattern, { code: 'schemaPattern' }) },
      formats,
      strict: true,
      strictRequired: false,
      strictTypes: false,
      validateSchema: false,
    });
    this.#ajv.addVocabulary(['otherReleases', 'otherValues']);
    this.#ajv.addKeyword({
      keyword: 'definition',
      errors: false,
      validate: (name: string, data: Json, _parent: unknown, context?: Parameters<ValidateFunction>[1]) =>
        this.#run(this.#definition(name), data, context?.instancePath ?? ''),
    });
    this.#ajv.addKeyword({
      keyword: 'newer',
      type: 'object',
      errors: false,
      validate: (
        fields: Readonly<Record<string, string>>,
        data: object,
        _parent: unknown,
        context?: Parameters<ValidateFunction>[1],
      ) => this.#note(fields, data, context?.instancePath ?? ''),
    });
    this.#ajv.addKeyword({
      keyword: 'newerValues',
      type: 'string',
      errors: false,
      validate: (
        values: Readonly<Record<string, string>>,
        data: string,
        _parent: unknown,
        context?: Parameters<ValidateFunction>[1],
      ) => this.#noteValue(values, data, context?.instancePath ?? ''),
    });
  }

  /** What the schema of a kind whose file has been loaded says of a value. */
  report(file: string, kind: string, value: Json): SchemaReport {
    return this.#report(this.#compile(`${file}#${kind}`, file, schemaOfKind(file, kind)), value);
  }

  /** What a schema that was found among the files says of a value. */
  reportFound(schema: FoldedSchema, value: Json): SchemaReport {
    let compiled = this.#found.get(schema);
    if (compiled === undefined) {
      const root = unfold(schema, FOUND);
      compiled = { run: this.#ajv.compile(root), root };
      this.#found.set(schema, compiled);
    }
    return this.#report(compiled, value);
  }

  #report(compiled: Compiled, value: Json): SchemaReport {
    this.#errors = [];
    this.#newer = [];
    this.#run(compiled, value, '');
    return { errors: this.#errors, newer: this.#newer };
  }

  #run({ run, root }: Compiled, value: Json, instancePath: string): boolean {
    const valid = run(value, {
      instancePath,
      parentData: {},
      parentDataProperty: '',
      rootData: {},
      dynamicAnchors: {},
    });
    for (const error of valid ? [] : (run.errors ?? []))
      if (error.keyword !== 'definition') this.#errors.push({ error, root });
    return true;
  }

  #note(fields: Readonly<Record<string, string>>, data: object, instancePath: string): boolean {
    for (const name of Object.keys(data)) {
      const since = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (since !== undefined) this.#newer.push({ what: 'field', pointer: `${instancePath}/${escaped(name)}`, since });
    }
    return true;
  }

  #noteValue(values: Readonly<Record<string, string>>, data: string, pointer: string): boolean {
    const since = Object.hasOwn(values, data) ? values[data] : undefined;
    if (since !== undefined) this.#newer.push({ what: 'value', pointer, since });
    return true;
  }

  #definition(name: string): Compiled {
    return this.#compile(name, name.slice(0, name.indexOf('#')), definitionNamed(name));
  }

  #compile(name: string, file: string, schema: FoldedSchema): Compiled {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const root = unfold(schema, {
      file,
      releases: files.get(file)?.releases ?? [],
      release: this.#releaseOf(file),
    });
    const compiled = { run: this.#ajv.compile(root), root };
    this.#compiled.set(name, compiled);
    return compiled;
  }
}

/** A key as a part of a JSON pointer. */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
