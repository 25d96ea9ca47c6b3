/**
 * A schema of several releases, as the generated files have it: the schema of the oldest release that knows it, with `changes` that
 * replace keywords from a release on (null takes one away). A property, a definition or a kind is known from `since` until
 * before `until`.
 */
export interface FoldedSchema {
  readonly $ref?: string;
  readonly since?: string;
  readonly until?: string;
  readonly changes?: readonly (readonly [release: string, keywords: Readonly<Record<string, unknown>>])[];
  readonly properties?: Readonly<Record<string, FoldedSchema>>;
  readonly items?: FoldedSchema;
  readonly additionalProperties?: boolean | FoldedSchema;
  readonly [keyword: string]: unknown;
}

/** The schemas of a project. */
export interface FoldedFile {
  /** Oldest first. */
  readonly releases: readonly string[];
  readonly kinds: Readonly<Record<string, FoldedSchema>>;
  readonly definitions: Readonly<Record<string, FoldedSchema>>;
}
