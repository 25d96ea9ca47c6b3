/** How {@link parseConf} reads a text. */
export interface ParseOptions {
  /** How messages name the text: `ConfigMap nats-system/nats-broker: nats.conf`. */
  readonly where: string;

  /**
   * Returns the text of an included file by its path, relative to the directory of the outermost file and without `.`
   * segments; `undefined` if the content is not known.
   * @default - no included file is known
   */
  readonly include?: (path: string) => string | undefined;
}

/** A place where another file is included. */
export interface IncludeSite {
  /** The path as written. */
  readonly path: string;
  /** The path relative to the directory of the outermost file, without `.` segments: the path passed to `include`. */
  readonly file: string;
  readonly line: number;
  /** Path of the block that receives the keys; empty for the top level. */
  readonly into: string;
  /** Whether the content was known, so that its keys are part of the value. */
  readonly known: boolean;
}
