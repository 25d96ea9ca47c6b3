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

/** A field that the release knows and older ones do not. */
export interface NewerField {
  /** JSON pointer of the field. */
  readonly pointer: string;
  /** The first release that knows it. */
  readonly since: string;
}

/** What a schema says of a value. */
export interface SchemaReport {
  readonly errors: readonly SchemaError[];
  readonly newer: readonly NewerField[];
}

interface Compiled {
  readonly run: ValidateFunction;
  readonly root: Definition;
}

const files = new Map<string, FoldedFile>();

/** Reads a schema file unless it is already there. */
export async function loadSchemas(file: string): Promise<void> {
  if (files.has(file)) return;
  const text = schemaFiles[file];
  if (text === undefined) throw new Error(`There is no schema file ${file}.`);
  files.set(file, (await text()).default as FoldedFile);
}

/**
 * Compiles the schemas of one set of releases, each when the first value needs it. A pod has thirty kinds of volume and uses two, so
 * compiling a whole workload at once would cost more than everything else that a small check does.
 */
export class Compiler {
  readonly #ajv: Ajv;
  readonly #compiled = new Map<string, Compiled>();
  readonly #releaseOf: (file: string) => string;
  #errors: SchemaError[] = [];
  #newer: NewerField[] = [];

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
  }

  /** What the schema of a kind whose file has been loaded says of a value. */
  report(file: string, kind: string, value: Json): SchemaReport {
    const schema = files.get(file)?.kinds[kind];
    if (schema === undefined) throw new Error(`${file} has no schema for ${kind}.`);
    this.#errors = [];
    this.#newer = [];
    this.#run(this.#compile(`${file}#${kind}`, file, schema), value, '');
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
      if (since !== undefined) this.#newer.push({ pointer: `${instancePath}/${escaped(name)}`, since });
    }
    return true;
  }

  #definition(name: string): Compiled {
    const hash = name.indexOf('#');
    const file = name.slice(0, hash);
    const schema = files.get(file)?.definitions[name.slice(hash + 1)];
    if (schema === undefined) throw new Error(`There is no definition ${name}.`);
    return this.#compile(name, file, schema);
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
