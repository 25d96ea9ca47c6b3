import { Field } from '../../../../manifest/field.js';
import { valueAt } from '../../../../manifest/read.js';
import { isClustered, tolerates } from '../../../model/nats/jetstream.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { matchesSelector } from '../../../model/selector.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, streamServers } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/jetstream-quorum-survives-drains',
  severity: 'error',
  scope: 'object',
  summary: 'A PodDisruptionBudget keeps a quorum of each JetStream cluster.',
  rationale: 'Otherwise nodes that are drained together take the quorum with them, and writes stop.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace', 'policy/PodDisruptionBudget'],
  passes: example(1),
  fails: example(2),
  *about(resource, cluster) {
    for (const server of streamServers(resource, cluster)) {
      if ('notJudged' in server) yield server;
      else if ((server.pod.replicas ?? 0) >= 3) {
        if (isClustered(server)) yield server.pod;
        else yield* notKnown(server.root.at('cluster'));
      }
    }
  },
  *check(pod, cluster) {
    const { replicas = 0 } = pod;
    const budgets = cluster
      .ofKindIn(pod.namespace, 'policy/PodDisruptionBudget')
      .filter(({ object }) => matchesSelector(valueAt(object, 'spec', 'selector'), pod.labels));
    const allowed = budgets.map((budget) => evictions(Field.of(budget).at('spec'), replicas));
    const least = Math.min(...allowed, replicas);
    if (least <= tolerates(replicas)) return;
    yield Field.of(pod.resource)
      .at('spec', 'replicas')
      .violation({
        got:
          budgets.length === 0
            ? `${replicas} without a PodDisruptionBudget`
            : `${replicas}, of which ${least} may be evicted at once`,
        expected: `a PodDisruptionBudget that allows at most ${tolerates(replicas)} to be evicted at once`,
        fix: 'Add one with maxUnavailable: 1.',
      });
  },
});

/** How many of the pods a budget allows to be evicted at once, with the rounding of the API server. */
function evictions(budget: Field, replicas: number): number {
  const maxUnavailable = countOf(budget.at('maxUnavailable'), replicas);
  if (maxUnavailable !== undefined) return maxUnavailable;
  return replicas - (countOf(budget.at('minAvailable'), replicas) ?? 0);
}

function countOf({ number, text }: Field, replicas: number): number | undefined {
  const percent = /^(\d+)%$/.exec(text ?? '')?.[1];
  return percent === undefined ? number : Math.ceil((Number(percent) * replicas) / 100);
}

function example(maxUnavailable: number): string {
  const conf = 'jetstream: enabled\ncluster { name: hub, port: 6222 }';
  return `${serverExample(conf, { replicas: 3 })}---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: nats, namespace: nats-system }
spec: { maxUnavailable: ${maxUnavailable}, selector: { matchLabels: { app: nats } } }
`;
}
