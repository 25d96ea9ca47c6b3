/** Files that a program generates and that are committed. */
export interface Artifact {
  /**
   * Whether a file of the repository is one of them, and therefore stale if it is not generated. Paths are from the
   * root, with `/`.
   */
  owns(path: string): boolean;
  /** The folders and files to look for them in. */
  readonly places: readonly string[];
  /** Path to content. */
  files(root: string): ReadonlyMap<string, string> | Promise<ReadonlyMap<string, string>>;
}
