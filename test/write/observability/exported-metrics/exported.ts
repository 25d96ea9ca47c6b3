/** The metrics of one component, as it exports them. */
export interface ExportedMetrics {
  /** Which version, and how it is known. */
  readonly source: string;
  readonly metrics: readonly {
    /** Labels that these metrics have, beside those of their target. */
    readonly labels: readonly string[];
    readonly names: readonly string[];
  }[];
}

/** Labels that Prometheus gives every series of a target that its operator describes. */
export const TARGET_LABELS = ['namespace', 'pod', 'container', 'service', 'endpoint', 'job', 'instance'] as const;

/** Names of the three metrics of a histogram. */
export function histogram(name: string): string[] {
  return [`${name}_bucket`, `${name}_count`, `${name}_sum`];
}
