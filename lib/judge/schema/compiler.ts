import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { schemaFiles } from '../../../imports/schemas.js';
import type { Json } from '../../manifest/object.js';
import type { Definition } from './definition.js';
import { formats } from './formats.js';

/** One error as ajv states it, with the definition that its schema path starts from. */
export interface SchemaError {
  readonly error: ErrorObject;
  readonly root: Definition;
}

interface SchemaFile {
  readonly kinds: Readonly<Record<string, Definition>>;
  readonly definitions: Readonly<Record<string, Definition>>;
}

interface Compiled {
  readonly run: ValidateFunction;
  readonly root: Definition;
}

/**
 * Compiles a schema when the first value needs it. A pod has thirty kinds of volume and uses two, so compiling a whole
 * workload at once would cost more than everything else that a small check does.
 */
export class Compiler {
  readonly #ajv: Ajv;
  readonly #files = new Map<string, SchemaFile>();
  readonly #compiled = new Map<string, Compiled>();
  #errors: SchemaError[] = [];

  constructor() {
    this.#ajv = new Ajv({
      allErrors: true,
      allowUnionTypes: true,
      code: { optimize: false },
      formats,
      strict: true,
      strictRequired: false,
      strictTypes: false,
      validateSchema: false,
    });
    this.#ajv.addKeyword({
      keyword: 'definition',
      errors: false,
      validate: (name: string, data: Json, _parent: unknown, context?: Parameters<ValidateFunction>[1]) =>
        this.#run(this.#definition(name), data, context?.instancePath ?? ''),
    });
  }

  /** Reads a schema file, and those that it refers to, unless it is already there. */
  async load(file: string): Promise<void> {
    if (this.#files.has(file)) return;
    const text = schemaFiles[file];
    if (text === undefined) throw new Error(`There is no schema file ${file}.`);
    const { kinds, definitions } = (await text()).default as SchemaFile;
    this.#files.set(file, { kinds, definitions });
  }

  /** Everything that is wrong with a value of a kind whose file has been loaded. */
  errors(file: string, kind: string, value: Json): readonly SchemaError[] {
    const schema = this.#files.get(file)?.kinds[kind];
    if (schema === undefined) throw new Error(`${file} has no schema for ${kind}.`);
    this.#errors = [];
    this.#run(this.#compile(`${file}#${kind}`, file, schema), value, '');
    return this.#errors;
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

  #definition(name: string): Compiled {
    const hash = name.indexOf('#');
    const file = name.slice(0, hash);
    const schema = this.#files.get(file)?.definitions[name.slice(hash + 1)];
    if (schema === undefined) throw new Error(`There is no definition ${name}.`);
    return this.#compile(name, file, schema);
  }

  #compile(name: string, file: string, schema: Definition): Compiled {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const root = withDefinitions(schema, file);
    const compiled = { run: this.#ajv.compile(root), root };
    this.#compiled.set(name, compiled);
    return compiled;
  }
}

/** The same schema with each `$ref` written as the keyword that compiles late. */
function withDefinitions(schema: Definition, file: string): Definition {
  return rewrite(schema) as Definition;

  function rewrite(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(rewrite);
    if (typeof node !== 'object' || node === null) return node;
    if ('$ref' in node && typeof node.$ref === 'string') {
      const [from, name] = node.$ref.split('#/definitions/');
      return { definition: `${from === '' ? file : from}#${name}` };
    }
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, rewrite(child)]));
  }
}
