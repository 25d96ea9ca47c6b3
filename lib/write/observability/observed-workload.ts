/** A workload that answers requests. @see https://sre.google/workbook/implementing-slos/ */
export interface ObservedWorkload {
  /** Namespace of its pods. */
  readonly namespace: string;
  /** Kind of what makes its pods, as series name it. */
  readonly kind: 'deployment' | 'statefulset' | 'daemonset';
  /** Name that alerts call it by. */
  readonly name: string;
  /** Names of the Deployments or StatefulSets that answer together, where a workload has several versions. @default - its name */
  readonly members?: readonly string[];
}
