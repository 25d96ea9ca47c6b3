import { dnsLabel } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { atLeast } from './bounds.js';
import { checkClaim } from './claims.js';
import type { PodTemplate } from './pod-template.js';
import { nameOf } from './syntax.js';
import { checkUpdates } from './updates.js';

const RESTARTS: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['OnFailure', 'Never'],
  DaemonSet: ['Always'],
  Deployment: ['Always'],
  Job: ['OnFailure', 'Never'],
  ReplicaSet: ['Always'],
  ReplicationController: ['Always'],
  StatefulSet: ['Always'],
};
const UPDATED = ['DaemonSet', 'Deployment', 'StatefulSet'];
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
  if (UPDATED.includes(kind)) yield* checkUpdates(spec, kind);
  if (kind === 'StatefulSet') yield* nameOf(spec.at('serviceName'), dnsLabel, 'a Service');
  if (kind === 'Job' && spec.at('completionMode').value === 'Indexed' && !spec.at('completions').isSet)
    yield missingField(spec.at('completions'), 'a number, because completionMode is Indexed');
  for (const claim of spec.at('volumeClaimTemplates').items) yield* checkClaim(claim);
}

function* checkRestarts(podSpec: Field, kind: string): Iterable<SchemaViolation> {
  const allowed = RESTARTS[kind];
  const policy = podSpec.at('restartPolicy');
  const value = policy.isEmpty ? 'Always' : policy.value;
  if (allowed === undefined || podSpec.entries.length === 0) return;
  if (typeof value !== 'string' || allowed.includes(value)) return;
  const words = allowed.join(' or ');
  yield notAllowed(policy, {
    got: policy.isEmpty ? 'nothing, which means Always' : policy.quoted,
    expected: `${words}, for a ${kind}`,
    fix: `Set it to ${words}.`,
  });
}

function* checkDeployment(spec: Field): Iterable<SchemaViolation> {
  const ready = spec.at('minReadySeconds').number;
  const progress = spec.at('progressDeadlineSeconds');
  const seconds = progress.value ?? PROGRESS_SECONDS;
  if (ready !== undefined && typeof seconds === 'number' && seconds <= ready)
    yield notAllowed(progress, {
      got: progress.isSet ? progress.quoted : `nothing, which means ${PROGRESS_SECONDS}`,
      expected: `more than minReadySeconds, ${ready}`,
      fix: 'Raise it, or lower minReadySeconds.',
    });
}
