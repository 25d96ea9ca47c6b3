/** The part of JSON schema that the generated files use; references are spelled `definition`. */
export interface Definition {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Definition;
  readonly items?: Definition;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly oneOf?: readonly Definition[];
  readonly format?: string;
  readonly pattern?: string;
  /** `<file>#<name>` of a definition that is compiled when a value first meets it. */
  readonly definition?: string;
}
