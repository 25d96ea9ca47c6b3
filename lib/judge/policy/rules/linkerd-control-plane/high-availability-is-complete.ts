import { Field, type Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type ControlPlaneInstall, everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { VALIDATING, webhooksOf } from '../../../model/linkerd-control-plane/webhooks.js';
import { matchesSelector } from '../../../model/selector.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { unknownValues } from '../../linkerd/control-plane-objects.js';
import { defineRule } from '../../rule.js';

const REPLICAS = 3;

const budget = `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: linkerd-identity, namespace: linkerd }
spec: { maxUnavailable: 1, selector: { matchLabels: { linkerd.io/control-plane-component: identity } } }
`;
const config = configExample('highAvailability: true');

export default defineRule({
  id: 'linkerd-control-plane/high-availability-is-complete',
  severity: 'warning',
  scope: 'cluster',
  summary:
    'A control plane that calls itself highly available has three replicas and a disruption budget for each component.',
  rationale:
    'Otherwise the loss or the drain of one node removes a component: new pods get no proxy or no certificate, and running proxies learn of no change.',
  source: 'https://linkerd.io/2-edge/features/ha/',
  appliesTo: ['apps/Deployment'],
  reads: [
    'ConfigMap',
    'Namespace',
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
    'policy/PodDisruptionBudget',
  ],
  passes: controllerExample({ spec: 'replicas: 3' }) + budget + config,
  fails: controllerExample({ spec: 'replicas: 1' }) + budget + config,
  *about(cluster) {
    for (const install of everyInstall(cluster)) {
      if (install.values?.['highAvailability'] === true) yield install;
      else yield* unknownValues(install);
    }
  },
  *check(install, cluster) {
    for (const { resource, replicas } of install.deployments.values()) {
      if (replicas === undefined || replicas >= REPLICAS) continue;
      yield Field.of(resource)
        .at('spec', 'replicas')
        .violation({
          got: `${replicas}`,
          expected: `${REPLICAS} or more`,
          fix: 'Raise it, or remove highAvailability from linkerd-config.',
        });
    }
    yield* withoutBudget(install, cluster);
    for (const { field, failurePolicy } of cluster.ofKind(VALIDATING).flatMap(webhooksOf)) {
      if (failurePolicy !== 'Ignore') continue;
      yield field.at('failurePolicy').violation({
        expected: 'Fail',
        effect: 'While the webhook is away, invalid policies are accepted.',
        fix: 'Set Fail: with three replicas the webhook can be relied on.',
      });
    }
  },
});

function* withoutBudget(
  { anchor, namespace, deployments }: ControlPlaneInstall,
  cluster: ClusterIndex,
): Iterable<Violation> {
  const budgets = cluster.ofKindIn(namespace, 'policy/PodDisruptionBudget');
  const bare = [...deployments.values()].filter(
    ({ labels }) => !budgets.some(({ object }) => matchesSelector(objectAt(object, 'spec', 'selector'), labels)),
  );
  if (bare.length === 0) return;
  yield Field.of(anchor)
    .at('metadata', 'namespace')
    .violation({
      got: `no PodDisruptionBudget for ${listed(bare.map(({ resource }) => resource.object.metadata.name))}`,
      expected: 'one for each component',
      effect: 'A drain can evict all replicas at once.',
      fix: 'Add one with maxUnavailable 1.',
    });
}
