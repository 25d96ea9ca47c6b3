/** The releases that know something: from `since` until before `until`. */
export interface Presence {
  /** @default - the oldest release known here */
  readonly since?: string;
  /** @default - all later releases know it */
  readonly until?: string;
}

/** The part of JSON schema that the generated files use, for one release; references are spelled `definition`. */
export interface Definition {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Definition;
  readonly items?: Definition;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly oneOf?: readonly Definition[];
  readonly not?: Definition;
  readonly format?: string;
  readonly pattern?: string;
  /** `<file>#<name>` of a definition that is compiled when a value first meets it. */
  readonly definition?: string;
  /** Fields that this release does not know, and others do. */
  readonly otherReleases?: Readonly<Record<string, Presence>>;
  /** Fields that this release knows and older ones do not, to the first that does. */
  readonly newer?: Readonly<Record<string, string>>;
  /** Values that this release allows and older ones do not, to the first that does. */
  readonly newerValues?: Readonly<Record<string, string>>;
  /** Values that other releases allow, to the first that does; empty for one that was dropped. */
  readonly otherValues?: Readonly<Record<string, string>>;
}
