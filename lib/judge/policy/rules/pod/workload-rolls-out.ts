import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { numberAt, stringAt, valueAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const HOUR = 3600;
const example = (spec: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps }
spec:
  ${spec}
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`;

export default defineRule({
  id: 'pod/workload-rolls-out',
  severity: 'warning',
  scope: 'object',
  summary: 'Every workload runs, takes over changes by itself, and lets go of its pods within an hour.',
  rationale:
    'What is switched off by hand and committed stays off unnoticed; with OnDelete, a partition or a pause a fix is applied and does not run; and a node waits for the longest grace period of its pods.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies',
  appliesTo: POD_KINDS,
  passes: example('replicas: 1'),
  fails: example('replicas: 0'),
  *check(resource, cluster) {
    const { object } = resource;
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    if (pod.replicas === 0) {
      yield report('spec.replicas', '0', 'at least 1', 'Raise it, or remove the workload; nothing of it runs.');
    }
    for (const field of ['paused', 'suspend']) {
      if (valueAt(object, 'spec', field) !== true) continue;
      yield report(at('spec', field), 'true', 'false', 'Remove it; as it stands nothing of a change runs.');
    }
    if (stringAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete') {
      const fix = 'Use RollingUpdate; as it stands a change waits until someone deletes the pods.';
      yield report('spec.updateStrategy.type', 'OnDelete', 'RollingUpdate', fix);
    }
    const partition = numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
    if (partition > 0) {
      const fix = 'Remove it once the canary is well; pods below the partition keep the old template.';
      yield report('spec.updateStrategy.rollingUpdate.partition', String(partition), '0', fix);
    }
    const slow = [
      { path: 'spec.minReadySeconds', seconds: numberAt(object, 'spec', 'minReadySeconds') ?? 0 },
      {
        path: at(pod.specPath, 'terminationGracePeriodSeconds'),
        seconds: numberAt(pod.spec, 'terminationGracePeriodSeconds') ?? 30,
      },
    ];
    for (const { path, seconds } of slow) {
      if (seconds <= HOUR) continue;
      yield report(
        path,
        `${seconds} seconds`,
        `at most ${HOUR}`,
        'Lower it; each rollout and each drain waits for it.',
      );
    }
    if (numberAt(pod.spec, 'terminationGracePeriodSeconds') === 0) {
      const fix = 'Raise it; the pod is killed without a word, and its name is free before it is dead.';
      yield report(at(pod.specPath, 'terminationGracePeriodSeconds'), '0 seconds', 'at least 1', fix);
    }
  },
});

function report(path: string, got: string, expected: string, fix: string): Fault {
  return { path, got, expected, fix };
}
