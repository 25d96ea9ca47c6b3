import type { ManifestObject } from '../manifest/object.js';

/** `error` makes a command fail; `warning` is printed and does not. */
export type Severity = 'error' | 'warning';

/** An object together with the place that it was read from. */
export interface Subject {
  readonly object: ManifestObject;
  /** Path of the file, as the user gave it or below it; `/` as separator. */
  readonly file: string;
  /** Zero-based number of the YAML document within the file. */
  readonly document: number;
}

/** All that was read for one Kubernetes cluster. */
export interface ClusterView {
  /** The cluster's name; for arbitrary input the folder or file that was given. */
  readonly name: string;
  readonly subjects: readonly Subject[];
}

/** One fault that schema or policy found in a written object. */
export interface Finding {
  /** `<domain>/<rule>`; schema findings have `schema/<kind of fault>`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly cluster: string;
  readonly subject: Subject;
  /** Path of the field within the object: `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /** What was found. Never a secret. */
  readonly got: string;
  readonly expected: string;
  /** What to change; one or more sentences. */
  readonly fix: string;
}
