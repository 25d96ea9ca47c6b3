import type { Field } from '../../../manifest/field.js';
import type { SchemaViolation } from '../violation.js';
import { exactlyOne } from './exactly-one.js';

/** Steps to the spec of the Job in each kind that has one. */
const JOB_SPECS: Readonly<Record<string, readonly string[]>> = {
  'batch/v1/CronJob': ['spec', 'jobTemplate', 'spec'],
  'batch/v1/Job': ['spec'],
};

/**
 * Rules for failed pods that match by no condition, or by both.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
 */
export function* checkPodFailurePolicies(object: Field, kind: string): Iterable<SchemaViolation> {
  const steps = Object.hasOwn(JOB_SPECS, kind) ? JOB_SPECS[kind] : undefined;
  if (steps === undefined) return;
  for (const rule of object.at(...steps, 'podFailurePolicy', 'rules').items)
    yield* exactlyOne(rule, ['onExitCodes', 'onPodConditions']);
}
