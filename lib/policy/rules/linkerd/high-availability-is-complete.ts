import { at } from '../../../manifest/field-path.js';
import { listed } from '../../../manifest/listed.js';
import type { ClusterIndex } from '../../cluster-index.js';
import { configExample, controllerExample } from '../../linkerd/control-plane-example.js';
import { type ControlPlaneInstall, controlPlaneInstallOf } from '../../linkerd/control-plane-install.js';
import { VALIDATING, webhooksOf } from '../../linkerd/control-plane-webhooks.js';
import { objectAt } from '../../read.js';
import { type ClusterReport, defineRule } from '../../rule.js';
import { matchesSelector } from '../../selector.js';

const REPLICAS = 3;

const budget = `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: linkerd-identity, namespace: linkerd }
spec: { maxUnavailable: 1, selector: { matchLabels: { linkerd.io/control-plane-component: identity } } }
`;
const config = configExample('highAvailability: true');

export default defineRule({
  id: 'linkerd/high-availability-is-complete',
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
    for (const { subject, replicas } of install.deployments.values()) {
      if (replicas === undefined || replicas >= REPLICAS) continue;
      yield {
        subject,
        path: 'spec.replicas',
        got: `${replicas}`,
        expected: `${REPLICAS} or more`,
        fix: 'Raise it, or remove highAvailability from linkerd-config.',
      };
    }
    yield* withoutBudget(install, cluster);
    for (const subject of cluster.ofKind(VALIDATING)) {
      for (const { path, failurePolicy } of webhooksOf(subject)) {
        if (failurePolicy !== 'Ignore') continue;
        yield {
          subject,
          path: at(path, 'failurePolicy'),
          got: failurePolicy,
          expected: 'Fail',
          fix: 'Set it: with three replicas the webhook is there to refuse what is wrong.',
        };
      }
    }
  },
});

function withoutBudget(
  { anchor, namespace, deployments }: ControlPlaneInstall,
  cluster: ClusterIndex,
): ClusterReport[] {
  const budgets = cluster.ofKindIn(namespace, 'policy/PodDisruptionBudget');
  const bare = [...deployments.values()].filter(
    ({ labels }) => !budgets.some(({ object }) => matchesSelector(objectAt(object, 'spec', 'selector'), labels)),
  );
  if (bare.length === 0) return [];
  return [
    {
      subject: anchor,
      path: 'metadata.namespace',
      got: `no PodDisruptionBudget for ${listed(bare.map(({ subject }) => subject.object.metadata.name))}`,
      expected: 'one for each component',
      fix: 'Add one with maxUnavailable 1, which keeps a drain from evicting all replicas at once.',
    },
  ];
}
