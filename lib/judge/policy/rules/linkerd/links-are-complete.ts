import { Field, type Violation } from '../../../../manifest/field.js';
import { stringAt, stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { shown } from '../../../../manifest/shown.js';
import { parseIdentity } from '../../../model/linkerd/identities.js';
import { perCluster } from '../../../model/per-cluster.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
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
    'Without a controller no Service is mirrored. If two Links have one name, two controllers write the same mirrors. If the gateway identity is not that of its certificate, every proxy refuses the gateway.',
  source: 'https://linkerd.io/2-edge/reference/multicluster/',
  appliesTo: [LINK],
  reads: ['apps/Deployment'],
  passes: example('west'),
  fails: example('east'),
  *check(resource, cluster) {
    const target = Field.of(resource).at('spec', 'targetClusterName');
    const name = target.text ?? '';
    const rival = cluster
      .ofKind(LINK)
      .find((link) => link !== resource && stringAt(link.object, 'spec', 'targetClusterName') === name);
    if (rival !== undefined) {
      yield target.violation({
        got: `${name}, which Link ${namespaceOf(rival)}/${rival.object.metadata.name} has too`,
        expected: 'one Link for each cluster',
        effect: 'The name of the cluster is part of the name of every mirrored Service.',
        fix: 'Give each target cluster a name of its own.',
      });
    }
    const controllers = controlledClusters(cluster);
    if (controllers.size === 0) {
      yield notJudged('no controller of the multicluster extension is among the files');
    } else if (!controllers.has(name)) {
      yield target.violation({
        got: name,
        expected: `a Deployment with label ${CLUSTER_LABEL}: ${name}`,
        effect: 'No Service of the cluster is mirrored.',
        fix: 'Add the Link to the controllers of the multicluster extension.',
      });
    }
    yield* gatewayViolations(resource);
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

/** A Link without a gateway address is for clusters whose pods can reach each other. */
function* gatewayViolations(resource: Resource): Generator<Violation> {
  const spec = Field.of(resource).at('spec');
  if ((spec.at('gatewayAddress').text ?? '') === '') return;
  const port = spec.at('gatewayPort');
  const number = /^\d+$/.test(port.text ?? '') ? Number(port.text) : 0;
  if (number < 1 || number > 65_535) {
    yield port.violation({
      expected: 'a port number as text, such as "4143"',
      fix: 'Write the port of the gateway Service.',
    });
  }
  const field = spec.at('gatewayIdentity');
  const identity = parseIdentity(field.text ?? '');
  const namespace = spec.at('targetClusterLinkerdNamespace').text ?? '';
  if (identity === undefined) {
    yield field.violation({
      got: shown(field.text ?? ''),
      expected:
        '<account>.<namespace>.serviceaccount.identity.<control plane namespace>.<trust domain> of the target cluster',
      effect: 'Proxies refuse any other.',
      fix: 'Write the identity of the gateway in the target cluster.',
    });
  } else if (namespace !== '' && identity.controlPlaneNamespace !== namespace) {
    yield field.violation({
      expected: `an identity of control plane namespace ${namespace}, as targetClusterLinkerdNamespace says`,
      fix: 'Give both the namespace of the control plane in the target cluster.',
    });
  }
}
