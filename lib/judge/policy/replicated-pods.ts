import type { PodTemplate } from '../model/pods/pod.js';

/** Kinds whose pods have no number of replicas: nodes, or what is left to do, decide how many run. */
const UNCOUNTED = ['apps/DaemonSet', 'batch/CronJob', 'batch/Job'];

/** Why a rule about replicas cannot judge pods of a custom kind that does not state their number. */
export const REPLICAS_UNKNOWN = 'how many of the pods run is known only in the cluster';

/** Whether the pods are replicas of each other. Their number may be known only in the cluster. */
export function areReplicas({ kind }: PodTemplate): boolean {
  return !UNCOUNTED.includes(kind);
}
