import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { atLeast } from './bounds.js';
import { checkClaim } from './claims.js';
import type { PodTemplate } from './pod-template.js';

const RESTARTS: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['OnFailure', 'Never'],
  DaemonSet: ['Always'],
  Deployment: ['Always'],
  Job: ['OnFailure', 'Never'],
  ReplicaSet: ['Always'],
  ReplicationController: ['Always'],
  StatefulSet: ['Always'],
};
/** Default of `progressDeadlineSeconds`. */
const PROGRESS_SECONDS = 600;
const MINIMUMS = {
  activeDeadlineSeconds: 0,
  backoffLimit: 0,
  completions: 0,
  failedJobsHistoryLimit: 0,
  minReadySeconds: 0,
  parallelism: 0,
  replicas: 0,
  revisionHistoryLimit: 0,
  startingDeadlineSeconds: 0,
  successfulJobsHistoryLimit: 0,
  ttlSecondsAfterFinished: 0,
};

/**
 * What a workload of its kind must not have: restarts, updates and claims.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/
 */
export function* checkWorkloads({ object, kind, pod, spec: podSpec }: PodTemplate): Iterable<SchemaViolation> {
  if (kind === 'PodTemplate') return;
  const spec = object.at('spec');
  if (!spec.isSet) {
    yield missingField(spec, `the spec of the ${kind}`);
    return;
  }
  yield* atLeast(spec, MINIMUMS);
  if (pod.isSet) yield* checkRestarts(podSpec, kind);
  if (kind === 'Deployment') yield* checkDeployment(spec);
  if (kind === 'DaemonSet' || kind === 'StatefulSet') yield* checkUpdateType(spec.at('updateStrategy'));
  if (kind === 'Job' && spec.at('completionMode').value === 'Indexed' && !spec.at('completions').isSet)
    yield missingField(spec.at('completions'), 'a number, because completionMode is Indexed');
  for (const claim of spec.at('volumeClaimTemplates').items) yield* checkClaim(claim);
}

function* checkRestarts(podSpec: Field, kind: string): Iterable<SchemaViolation> {
  const allowed = RESTARTS[kind];
  const policy = podSpec.at('restartPolicy');
  const value = policy.value ?? 'Always';
  if (allowed === undefined || podSpec.entries.length === 0) return;
  if (typeof value !== 'string' || allowed.includes(value)) return;
  const words = allowed.join(' or ');
  yield notAllowed(policy, {
    got: policy.isSet ? policy.quoted : 'nothing, which means Always',
    expected: `${words}, for a ${kind}`,
    fix: `Set it to ${words}.`,
  });
}

function* checkDeployment(spec: Field): Iterable<SchemaViolation> {
  const ready = spec.at('minReadySeconds').number;
  const progress = spec.at('progressDeadlineSeconds');
  const seconds = progress.value ?? PROGRESS_SECONDS;
  yield* checkUpdateType(spec.at('strategy'));
  const update = spec.at('strategy', 'rollingUpdate');
  if (isRolling(spec.at('strategy')) && isZero(update.at('maxSurge')) && isZero(update.at('maxUnavailable')))
    yield notAllowed(update.at('maxUnavailable'), {
      got: '0, and maxSurge is 0 too',
      expected: 'one of the two above 0',
      effect: 'An update can neither add nor remove a pod.',
      fix: 'Raise one of them.',
    });
  if (ready !== undefined && typeof seconds === 'number' && seconds <= ready)
    yield notAllowed(progress, {
      got: progress.isSet ? progress.quoted : `nothing, which means ${PROGRESS_SECONDS}`,
      expected: `more than minReadySeconds, ${ready}`,
      fix: 'Raise it, or lower minReadySeconds.',
    });
}

function* checkUpdateType(strategy: Field): Iterable<SchemaViolation> {
  const type = strategy.at('type');
  const update = strategy.at('rollingUpdate');
  if (update.isSet && !isRolling(strategy))
    yield notAllowed(update, {
      got: 'a mapping',
      expected: `nothing, because the type is ${type.shown}`,
      fix: 'Remove it, or set the type to RollingUpdate.',
    });
}

function isRolling(strategy: Field): boolean {
  const type = strategy.at('type');
  return !type.isSet || type.value === 'RollingUpdate';
}

function isZero({ value }: Field): boolean {
  return value === 0 || value === '0%';
}
