import { Field } from '../../../../manifest/field.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyPod } from '../../about.js';
import { defineRule } from '../../rule.js';

const HOUR = 3600;

export default defineRule({
  id: 'pod/workload-rolls-out',
  severity: 'warning',
  scope: 'object',
  summary: 'Every workload runs, applies changes by itself, and ends its pods within an hour.',
  rationale:
    'A workload that was scaled to zero and committed stays off unnoticed. With OnDelete, a partition or a pause, a fix is applied but does not run. A node waits for the longest grace period of its pods.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyPod,
  *check({ resource, field, replicas }) {
    const spec = Field.of(resource).at('spec');
    if (replicas === 0) {
      yield spec.at('replicas').violation({
        expected: 'at least 1',
        effect: 'Nothing of it runs.',
        fix: 'Raise it, or remove the workload.',
      });
    }
    for (const off of [spec.at('paused'), spec.at('suspend')]) {
      if (off.value !== true) continue;
      yield off.violation({ expected: 'false', effect: 'No change takes effect.', fix: 'Remove it.' });
    }
    const strategy = spec.at('updateStrategy', 'type');
    if (strategy.value === 'OnDelete') {
      yield strategy.violation({
        expected: 'RollingUpdate',
        effect: 'A change waits until someone deletes the pods.',
        fix: 'Use RollingUpdate.',
      });
    }
    const partition = spec.at('updateStrategy', 'rollingUpdate', 'partition');
    if ((partition.number ?? 0) > 0) {
      yield partition.violation({
        expected: '0',
        effect: 'Pods below the partition keep the old template.',
        fix: 'Remove it once the canary works.',
      });
    }
    const grace = field.at('terminationGracePeriodSeconds');
    for (const slow of [spec.at('minReadySeconds'), grace]) {
      if ((slow.number ?? 0) <= HOUR) continue;
      yield slow.violation({
        got: `${slow.number} seconds`,
        expected: `at most ${HOUR}`,
        effect: 'Each rollout and each drain waits for it.',
        fix: 'Lower it.',
      });
    }
    if (grace.number === 0) {
      yield grace.violation({
        got: '0 seconds',
        expected: 'at least 1',
        effect: 'The pod is killed without warning, and its name is free before it is dead.',
        fix: 'Raise it.',
      });
    }
  },
  passes: example(1),
  fails: example(0),
});

function example(replicas: number): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps }
spec:
  replicas: ${replicas}
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`;
}
