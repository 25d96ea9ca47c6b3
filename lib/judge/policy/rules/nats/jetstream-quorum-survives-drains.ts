import { type Found, valueAt } from '../../../../manifest/read.js';
import { isClustered, keepsStreams, tolerates } from '../../../model/nats/jetstream.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { matchesSelector } from '../../../model/selector.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const conf = 'jetstream: enabled\ncluster { name: hub, port: 6222 }';
const budget = (maxUnavailable: number) => `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: nats, namespace: nats-system }
spec: { maxUnavailable: ${maxUnavailable}, selector: { matchLabels: { app: nats } } }
`;

export default defineServerPodRule({
  id: 'nats/jetstream-quorum-survives-drains',
  severity: 'error',
  summary: 'A PodDisruptionBudget keeps a quorum of each JetStream cluster.',
  rationale: 'Nodes that are drained together otherwise take the quorum with them, and writes stop.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  passes: serverExample(conf, { replicas: 3 }) + budget(1),
  fails: serverExample(conf, { replicas: 3 }) + budget(2),
  *check(server, cluster) {
    const { pod } = server;
    const { replicas = 0 } = pod;
    if (!keepsStreams(server) || !isClustered(server) || replicas < 3) return;
    const budgets = cluster
      .ofKind('policy/PodDisruptionBudget')
      .filter((resource) => namespaceOf(resource) === pod.namespace)
      .filter(({ object }) => matchesSelector(valueAt(object, 'spec', 'selector'), pod.labels));
    const allowed = budgets.map(({ object }) => evictions(valueAt(object, 'spec'), replicas));
    const least = Math.min(...allowed, replicas);
    if (least <= tolerates(replicas)) return;
    yield {
      path: 'spec.replicas',
      got:
        budgets.length === 0
          ? `${replicas} without a PodDisruptionBudget`
          : `${replicas}, of which ${least} may be evicted at once`,
      expected: `a PodDisruptionBudget that lets at most ${tolerates(replicas)} be evicted at once`,
      fix: 'Add one with maxUnavailable: 1.',
    };
  },
});

/** How many of the pods a budget lets go at once, with the rounding of the API server. */
function evictions(spec: Found, replicas: number): number {
  const maxUnavailable = countOf(valueAt(spec, 'maxUnavailable'), replicas);
  if (maxUnavailable !== undefined) return maxUnavailable;
  return replicas - (countOf(valueAt(spec, 'minAvailable'), replicas) ?? 0);
}

function countOf(value: Found, replicas: number): number | undefined {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(typeof value === 'string' ? value : '')?.[1];
  return percent === undefined ? undefined : Math.ceil((Number(percent) * replicas) / 100);
}
