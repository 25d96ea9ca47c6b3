/** A workload that answers requests. @see https://sre.google/workbook/implementing-slos/ */
export interface ObservedWorkload {
  /** Namespace of its pods. */
  readonly namespace: string;
  /** Kind of its controller, as in the labels of metrics. */
  readonly kind: 'deployment' | 'statefulset' | 'daemonset';
  /** Name in alerts. */
  readonly name: string;
  /** Names of the Deployments or StatefulSets that answer together, if a workload has several versions. @default - its name */
  readonly members?: readonly string[];
}
