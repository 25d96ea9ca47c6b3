import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { shown, stringAt, stringsAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { parseIdentity } from '../../../model/linkerd/identities.js';
import { perCluster } from '../../../model/per-cluster.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const LINK = 'multicluster.linkerd.io/Link';
const CLUSTER_LABEL = 'mirror.linkerd.io/cluster-name';

const example = (controller: string) => `
apiVersion: multicluster.linkerd.io/v1alpha3
kind: Link
metadata: { name: west, namespace: linkerd-multicluster }
spec:
  targetClusterName: west
  clusterCredentialsSecret: cluster-credentials-west
  gatewayAddress: 192.0.2.1
  gatewayPort: "4143"
  gatewayIdentity: linkerd-gateway.linkerd-multicluster.serviceaccount.identity.linkerd.cluster.local
  targetClusterLinkerdNamespace: linkerd
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: controller-${controller}, namespace: linkerd-multicluster, labels: { ${CLUSTER_LABEL}: ${controller} } }
`;

export default defineRule({
  id: 'linkerd/links-are-complete',
  severity: 'error',
  scope: 'object',
  summary:
    'Every Link to another cluster has a controller, a name of its own, and a gateway with an identity and a port.',
  rationale:
    'Without a controller no Service is mirrored; with two Links of one name two controllers write the same mirrors; a gateway whose identity is not that of its certificate is refused by every proxy.',
  source: 'https://linkerd.io/2-edge/reference/multicluster/',
  appliesTo: [LINK],
  passes: example('west'),
  fails: example('east'),
  *check(resource, cluster) {
    const { object } = resource;
    const target = stringAt(object, 'spec', 'targetClusterName') ?? '';
    const path = 'spec.targetClusterName';
    const rival = cluster
      .ofKind(LINK)
      .find((link) => link !== resource && stringAt(link.object, 'spec', 'targetClusterName') === target);
    if (rival !== undefined) {
      yield {
        path,
        got: `${target}, which Link ${namespaceOf(rival)}/${rival.object.metadata.name} has too`,
        expected: 'one Link for each cluster',
        fix: 'Give each target cluster a name of its own: mirrored Services bear it.',
      };
    }
    const controllers = controlledClusters(cluster);
    // A Link that is made apart stands without its controller.
    if (controllers.size > 0 && !controllers.has(target)) {
      yield {
        path,
        got: target,
        expected: `a Deployment with label ${CLUSTER_LABEL}: ${target}`,
        fix: 'Add the Link to the controllers of the multicluster extension; nothing is mirrored until then.',
      };
    }
    yield* gatewayFaults(resource);
  },
});

const controlledClusters = perCluster(
  (cluster): ReadonlySet<string> =>
    new Set(
      cluster
        .ofKind('apps/Deployment')
        .flatMap(({ object }) => stringsAt(object, 'metadata', 'labels')[CLUSTER_LABEL] ?? []),
    ),
);

/** A Link without a gateway address serves clusters whose pods reach each other. */
function* gatewayFaults({ object }: Resource): Generator<Fault> {
  if ((stringAt(object, 'spec', 'gatewayAddress') ?? '') === '') return;
  const port = valueAt(object, 'spec', 'gatewayPort');
  if (typeof port !== 'string' || !/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    yield {
      path: 'spec.gatewayPort',
      got: shown(port),
      expected: 'a port number as text, such as "4143"',
      fix: 'Name the port of the gateway Service.',
    };
  }
  const text = stringAt(object, 'spec', 'gatewayIdentity') ?? '';
  const identity = parseIdentity(text);
  const namespace = stringAt(object, 'spec', 'targetClusterLinkerdNamespace');
  const path = at('spec', 'gatewayIdentity');
  if (identity === undefined) {
    yield {
      path,
      got: shown(text),
      expected:
        '<account>.<namespace>.serviceaccount.identity.<control plane namespace>.<trust domain> of the target cluster',
      fix: 'Write the identity of the gateway over there; proxies refuse any other.',
    };
  } else if (namespace !== undefined && namespace !== '' && identity.controlPlaneNamespace !== namespace) {
    yield {
      path,
      got: text,
      expected: `an identity of control plane namespace ${namespace}, as targetClusterLinkerdNamespace has it`,
      fix: 'Give both the namespace that the control plane has over there.',
    };
  }
}
