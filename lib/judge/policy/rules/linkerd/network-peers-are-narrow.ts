import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { booleanAt, listAt, shown, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  AUTHORIZATION_POLICY,
  authenticationRefs,
  grantOf,
  NETWORK,
  SERVER_AUTHORIZATION,
} from '../../../model/linkerd/authorization.js';
import { isOfGateway, SERVER, serverOf } from '../../../model/linkerd/server.js';
import { refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { blockOf, breadthOf } from '../../../model/network/address-blocks.js';
import { kindOf, namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const EFFECTS = {
  everyone: 'every address',
  pods: 'the range that pods have',
  wide: 'a share of the address space that no one party has',
};

export default defineRule({
  id: 'linkerd/network-peers-are-narrow',
  severity: 'warning',
  scope: 'object',
  summary: 'Networks that are admitted without identity are those of known peers.',
  rationale:
    'Where a policy asks for no identity, the address is all that tells a peer from any other: a range as wide as the pods of the cluster, or as a /8, tells nothing, and an empty list admits no one.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#networkauthentication',
  appliesTo: [NETWORK, SERVER_AUTHORIZATION],
  passes: `
apiVersion: policy.linkerd.io/v1alpha1
kind: NetworkAuthentication
metadata: { name: nodes, namespace: apps }
spec: { networks: [{ cidr: 192.0.2.0/24 }] }
`,
  fails: `
apiVersion: policy.linkerd.io/v1alpha1
kind: NetworkAuthentication
metadata: { name: nodes, namespace: apps }
spec: { networks: [] }
`,
  *check(resource, cluster) {
    const isAuthentication = kindOf(resource.object) === NETWORK;
    const steps = isAuthentication ? ['spec', 'networks'] : ['spec', 'client', 'networks'];
    const networks = listAt(resource.object, ...steps);
    if (isAuthentication && networks.length === 0) {
      yield {
        path: at('', ...steps),
        got: shown(valueAt(resource.object, ...steps)),
        expected: 'at least one network',
        fix: 'List the networks of the peers: no address is in an empty list.',
      };
    }
    const alone = isAuthentication ? decidesAlone(resource, cluster) : isUnproven(resource);
    const breadth = alone
      ? breadthOf(
          networks.flatMap((value) => blockOf(value) ?? []),
          cluster,
        )
      : undefined;
    if (breadth === undefined) return;
    yield {
      path: at('', ...steps),
      got: `${listed(networks.flatMap((value) => blockOf(value)?.cidr ?? []))}, which is ${EFFECTS[breadth]}`,
      expected: 'the addresses of the peers that are meant',
      fix: 'Name the hosts or networks from which these peers come, or require an identity: anyone from there is let in without one.',
    };
  },
});

/** Whether a policy for a Server or a namespace asks for this network and for no identity. Routes open single paths, such as those of probes. */
function decidesAlone({ object }: Resource, cluster: ClusterIndex): boolean {
  return cluster.ofKind(AUTHORIZATION_POLICY).some((policy) => {
    const target = targetRef(valueAt(policy.object, 'spec', 'targetRef'));
    if (!refersTo(target, SERVER) && !refersTo(target, 'Namespace')) return false;
    // A gateway is there to be called from outside.
    if (refersTo(target, SERVER) && isGatewayServer(policy, target.name, cluster)) return false;
    const refers = authenticationRefs(policy).some(
      (ref) =>
        refersTo(ref, NETWORK) &&
        ref.name === object.metadata.name &&
        ref.inNamespace === (object.metadata.namespace ?? 'default'),
    );
    return refers && grantOf(policy, cluster)?.authenticated === false;
  });
}

function isGatewayServer(policy: Resource, name: string, cluster: ClusterIndex): boolean {
  const resource = cluster.find(SERVER, namespaceOf(policy), name);
  const server = resource && serverOf(resource);
  return server !== undefined && isOfGateway(server, cluster);
}

function isUnproven({ object }: Resource): boolean {
  return booleanAt(object, 'spec', 'client', 'unauthenticated') === true;
}
