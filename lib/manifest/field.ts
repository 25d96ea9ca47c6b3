import type { Fault } from '../diagnostic.js';
import { isMapping } from '../formats/mapping.js';
import { at, type PathStep, parsePath } from './field-path.js';
import type { Json, JsonObject } from './object.js';
import { childOf } from './read.js';
import type { Resource } from './resource.js';
import { quoted, shown } from './shown.js';

/** Paths of the confidential fields of a Secret. */
const SECRET_CONTENT = /^(?:data|stringData)[.[]/;

/** Something wrong with an object. */
export interface Violation extends Fault {
  readonly resource: Resource;
}

/** How a wrong field is reported; `got` is its value unless the report sets it. */
export type FieldFault = Omit<Fault, 'path' | 'got'> & Partial<Pick<Fault, 'got'>>;

/**
 * One field of an object, or the place where it would be. Reading it and reporting on it use the same path, written
 * once: `const field = container.at('securityContext', 'privileged')`.
 */
export class Field {
  private constructor(
    readonly resource: Resource,
    /** Undefined if the field is absent. */
    readonly value: Json | undefined,
    private readonly parent: Field | undefined,
    /** Its key in the parent mapping, or its index in the parent list; empty for the whole object. */
    readonly step: PathStep,
    /** Whether the field is in a document that is the text of another field. */
    private readonly inText = false,
  ) {}

  /** The whole object. */
  static of(resource: Resource): Field {
    return new Field(resource, resource.object, undefined, '');
  }

  /** The field at these steps below this one, present or not. */
  at(...steps: readonly PathStep[]): Field {
    let field: Field = this;
    for (const step of steps) {
      field = new Field(field.resource, childOf(field.value, step), field, step, field.inText);
    }
    return field;
  }

  /**
   * The fields at a path below this one; `[*]` matches every item of a list: `volumes[*].hostPath`. Without it there is
   * one field, present or not.
   */
  all(pattern: string): readonly Field[] {
    const [first = '', ...rest] = pattern.split('[*]');
    return rest.reduce<readonly Field[]>(
      (fields, part) => fields.flatMap(({ items }) => items).map((item) => item.at(...parsePath(part))),
      [this.at(...parsePath(first))],
    );
  }

  /** The field of that name in the same mapping. */
  beside(step: PathStep): Field {
    return (this.parent ?? this).at(step);
  }

  /** The document in the text of this field. Everything found in it is reported at this field. */
  document(value: Json): Field {
    return new Field(this.resource, value, this, '', true);
  }

  /** Path from the root of the object: `spec.template.spec.containers[0].image`. */
  get path(): string {
    if (this.parent === undefined) return '';
    return this.inText ? this.parent.path : at(this.parent.path, this.step);
  }

  /** Whether there is a value. The API server treats a null as an absent field. */
  get isSet(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Whether the field is empty: absent, null, or an empty text, list or mapping. */
  get isEmpty(): boolean {
    if (!this.isSet || this.value === '') return true;
    return typeof this.value === 'object' && Object.keys(this.value ?? {}).length === 0;
  }

  /** The value if it is text. */
  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  /** The value if it is a number. */
  get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  /** The value if it is true or false. */
  get boolean(): boolean | undefined {
    return typeof this.value === 'boolean' ? this.value : undefined;
  }

  /** The value if it is a mapping. */
  get mapping(): JsonObject | undefined {
    return isMapping(this.value) ? this.value : undefined;
  }

  /** The items of a list; empty if it is not a list. */
  get items(): readonly Field[] {
    return Array.isArray(this.value) ? this.value.map((_, index) => this.at(index)) : [];
  }

  /** The fields of a mapping by their keys; empty if it is not a mapping. */
  get entries(): readonly (readonly [string, Field])[] {
    return Object.keys(this.mapping ?? {}).map((key) => [key, this.at(key)] as const);
  }

  /** The items of a list that are text. */
  get texts(): readonly string[] {
    return this.items.flatMap(({ text }) => (text === undefined ? [] : [text]));
  }

  /** The entries of a mapping whose values are text: labels, annotations, ConfigMap data. */
  get textEntries(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(this.mapping ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }

  /** How a message shows the value; never the content of a Secret. */
  get shown(): string {
    return this.redacted ?? shown(this.value);
  }

  /** How a message shows the value if its type matters: text in quotes, lists and mappings by their type. */
  get quoted(): string {
    return this.redacted ?? quoted(this.value);
  }

  private get redacted(): string | undefined {
    if (this.resource.object.kind !== 'Secret' || !this.isSet || !SECRET_CONTENT.test(this.path)) return undefined;
    const text = this.text ?? JSON.stringify(this.value);
    return `<redacted ${new TextEncoder().encode(text).length} bytes>`;
  }

  /** Reports that the field is wrong. */
  violation({ got = this.shown, ...fault }: FieldFault): Violation {
    return { resource: this.resource, path: this.path, got, ...fault };
  }
}
