import type { Json, JsonObject } from '../../../manifest/object.js';
import type { Segments } from '../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../fields.js';
import { missing, refused, type Verdict } from '../verdict.js';
import { atLeast } from './bounds.js';
import { podSpecPath, podTemplate } from './pod-templates.js';

const RESTARTS: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['OnFailure', 'Never'],
  DaemonSet: ['Always'],
  Deployment: ['Always'],
  Job: ['OnFailure', 'Never'],
  ReplicaSet: ['Always'],
  ReplicationController: ['Always'],
  StatefulSet: ['Always'],
};
/** Seconds that a Deployment has for progress where it does not say. */
const PROGRESS_SECONDS = 600;

/**
 * What a workload of its kind may not have: restarts, updates and claims.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/
 */
export function checkWorkloads(object: JsonObject): Verdict[] {
  const pod = podTemplate(object);
  const kind = String(object['kind']);
  if (pod === undefined || kind === 'PodTemplate') return [];
  if (!isSet(object['spec'])) return [missing(['spec'], `the spec of the ${kind}`)];
  const spec = mapping(object['spec']);
  const verdicts = atLeast(['spec'], spec, {
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
  });
  if (isSet(pod.holder)) verdicts.push(...restartVerdicts(podSpecPath(pod), pod.spec, kind));
  if (kind === 'Deployment') verdicts.push(...deploymentVerdicts(spec));
  if (kind === 'DaemonSet' || kind === 'StatefulSet') verdicts.push(...updateVerdicts(spec, 'updateStrategy'));
  if (kind === 'Job' && spec['completionMode'] === 'Indexed' && !isSet(spec['completions']))
    verdicts.push(missing(['spec', 'completions'], 'a number, for completionMode is Indexed'));
  for (const [index, claim] of mappings(spec['volumeClaimTemplates']))
    verdicts.push(...claimVerdicts(['spec', 'volumeClaimTemplates', index], claim));
  return verdicts;
}

/** Claims that ask for no storage. */
export function checkClaims(object: JsonObject): Verdict[] {
  return object['apiVersion'] === 'v1' && object['kind'] === 'PersistentVolumeClaim' ? claimVerdicts([], object) : [];
}

function restartVerdicts(at: Segments, spec: JsonObject, kind: string): Verdict[] {
  const allowed = RESTARTS[kind];
  if (allowed === undefined || Object.keys(spec).length === 0) return [];
  const policy = spec['restartPolicy'] ?? 'Always';
  if (typeof policy !== 'string' || allowed.includes(policy)) return [];
  const got = isSet(spec['restartPolicy']) ? JSON.stringify(policy) : 'nothing, which means Always';
  const expected = `${allowed.join(' or ')}, for a ${kind}`;
  return [refused([...at, 'restartPolicy'], got, expected, `Set it to ${allowed.join(' or ')}.`)];
}

function deploymentVerdicts(spec: JsonObject): Verdict[] {
  const verdicts = updateVerdicts(spec, 'strategy');
  const ready = spec['minReadySeconds'];
  const progress = spec['progressDeadlineSeconds'] ?? PROGRESS_SECONDS;
  if (typeof ready === 'number' && typeof progress === 'number' && progress <= ready)
    verdicts.push(
      refused(
        ['spec', 'progressDeadlineSeconds'],
        isSet(spec['progressDeadlineSeconds']) ? String(progress) : `nothing, which means ${PROGRESS_SECONDS}`,
        `more than minReadySeconds, ${ready}`,
        'Raise it, or lower minReadySeconds.',
      ),
    );
  return verdicts;
}

function updateVerdicts(spec: JsonObject, field: string): Verdict[] {
  const strategy = mapping(spec[field]);
  const at = ['spec', field, 'rollingUpdate'];
  const { type, rollingUpdate } = strategy;
  if (isSet(rollingUpdate) && isSet(type) && type !== 'RollingUpdate')
    return [
      refused(at, 'a mapping', `nothing, for the type is ${type}`, 'Remove it, or set the type to RollingUpdate.'),
    ];
  if (field !== 'strategy') return [];
  const { maxSurge, maxUnavailable } = mapping(rollingUpdate);
  if (!isZero(maxSurge) || !isZero(maxUnavailable)) return [];
  return [
    refused(
      [...at, 'maxUnavailable'],
      '0, as is maxSurge',
      'one of the two above 0',
      'Raise one of them: an update could neither add nor remove a pod.',
    ),
  ];
}

function isZero(value: Json | undefined): boolean {
  return value === 0 || value === '0%';
}

function claimVerdicts(at: Segments, claim: JsonObject): Verdict[] {
  if (!isSet(claim['spec'])) return [missing([...at, 'spec'], 'the access modes and the storage that are asked for')];
  const spec = mapping(claim['spec']);
  const verdicts: Verdict[] = [];
  if (isEmpty(spec['accessModes']))
    verdicts.push(missing([...at, 'spec', 'accessModes'], 'at least one access mode such as ReadWriteOnce'));
  if (isEmpty(mapping(mapping(spec['resources'])['requests'])['storage']))
    verdicts.push(missing([...at, 'spec', 'resources', 'requests', 'storage'], 'the size that is asked for'));
  return verdicts;
}
