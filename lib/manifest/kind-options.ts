import type { Json } from './object.js';

/** A document of a file with schemas: the definition of a custom resource, or a JSON schema. */
export interface SchemaDocument {
  /** Path of the file, with `/`. */
  readonly file: string;
  /** Zero-based number of the YAML document within the file. */
  readonly document: number;
  readonly content: Json;
}

/** Which kinds have a schema beyond the built-in ones and those among the files, and what the others come to. */
export interface KindOptions {
  /**
   * Whether a kind that nobody knows is an error.
   * @default false - its objects are not judged by schema, and counted
   */
  readonly strictKinds?: boolean;
  /**
   * Schemas that the user gave.
   * @default - none
   */
  readonly schemas?: readonly SchemaDocument[];
}
