import type { Violation } from '../../../../manifest/field.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { objectAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type ControlPlaneInstall, controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { VALIDATING, webhooksOf } from '../../../model/linkerd-control-plane/webhooks.js';
import { matchesSelector } from '../../../model/selector.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
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
    'A control plane that calls itself highly available has three replicas and a disruption budget of each component.',
  rationale:
    'The loss or the drain of one node then takes a component away: new pods get no proxy or no certificate, and running proxies learn of no change.',
  source: 'https://linkerd.io/2-edge/features/ha/',
  appliesTo: ['apps/Deployment'],
  passes: controllerExample({ spec: 'replicas: 3' }) + budget + config,
  fails: controllerExample({ spec: 'replicas: 1' }) + budget + config,
  *check(cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install?.values?.['highAvailability'] !== true) return;
    for (const { resource, replicas } of install.deployments.values()) {
      if (replicas === undefined || replicas >= REPLICAS) continue;
      yield {
        resource,
        path: 'spec.replicas',
        got: `${replicas}`,
        expected: `${REPLICAS} or more`,
        fix: 'Raise it, or remove highAvailability from linkerd-config.',
      };
    }
    yield* withoutBudget(install, cluster);
    for (const resource of cluster.ofKind(VALIDATING)) {
      for (const { path, failurePolicy } of webhooksOf(resource)) {
        if (failurePolicy !== 'Ignore') continue;
        yield {
          resource,
          path: at(path, 'failurePolicy'),
          got: failurePolicy,
          expected: 'Fail',
          fix: 'Set it: with three replicas the webhook is there to refuse what is wrong.',
        };
      }
    }
  },
});

function withoutBudget({ anchor, namespace, deployments }: ControlPlaneInstall, cluster: ClusterIndex): Violation[] {
  const budgets = cluster.ofKindIn(namespace, 'policy/PodDisruptionBudget');
  const bare = [...deployments.values()].filter(
    ({ labels }) => !budgets.some(({ object }) => matchesSelector(objectAt(object, 'spec', 'selector'), labels)),
  );
  if (bare.length === 0) return [];
  return [
    {
      resource: anchor,
      path: 'metadata.namespace',
      got: `no PodDisruptionBudget for ${listed(bare.map(({ resource }) => resource.object.metadata.name))}`,
      expected: 'one for each component',
      fix: 'Add one with maxUnavailable 1, which keeps a drain from evicting all replicas at once.',
    },
  ];
}
