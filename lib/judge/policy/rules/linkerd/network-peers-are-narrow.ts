import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  AUTHORIZATION_POLICY,
  authenticationRefs,
  NETWORK,
  SERVER_AUTHORIZATION,
} from '../../../model/linkerd/authorization.js';
import { grantOfPolicy } from '../../../model/linkerd/grants.js';
import { isOfGateway, SERVER, serverOf } from '../../../model/linkerd/server.js';
import { refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { blockOf, breadthOf } from '../../../model/network/address-blocks.js';
import { kindOf, namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const EFFECTS = {
  everyone: 'every address',
  pods: 'the range of the pods',
  wide: 'a range that no single party owns',
};

export default defineRule({
  id: 'linkerd/network-peers-are-narrow',
  severity: 'warning',
  scope: 'object',
  summary: 'Networks that are admitted without identity are those of known peers.',
  rationale:
    'If a policy requires no identity, the address alone distinguishes peers. A range as wide as the pods of the cluster, or as a /8, distinguishes nobody; an empty list admits nobody.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#networkauthentication',
  appliesTo: [NETWORK, SERVER_AUTHORIZATION],
  reads: [
    'Node',
    'gateway.networking.k8s.io/Gateway',
    'policy.linkerd.io/AuthorizationPolicy',
    'policy.linkerd.io/Server',
  ],
  passes: example('{ cidr: 192.0.2.0/24 }'),
  fails: example(''),
  *check(resource, cluster) {
    const isAuthentication = kindOf(resource.object) === NETWORK;
    const spec = Field.of(resource).at('spec');
    const networks = isAuthentication ? spec.at('networks') : spec.at('client', 'networks');
    if (isAuthentication && networks.items.length === 0) {
      yield networks.violation({
        expected: 'at least one network',
        effect: 'An empty list admits nobody.',
        fix: 'List the networks of the peers.',
      });
    }
    const blocks = networks.items.flatMap(({ value }) => blockOf(value) ?? []);
    const alone = isAuthentication ? decidesAlone(resource, cluster) : requiresNoIdentity(spec);
    const breadth = alone ? breadthOf(blocks, cluster) : undefined;
    if (breadth === undefined) return;
    yield networks.violation({
      got: `${listed(blocks.map(({ cidr }) => cidr))}, which is ${EFFECTS[breadth]}`,
      expected: 'the addresses of the intended peers',
      effect: 'Anyone there is admitted without identity.',
      fix: 'Name the hosts or networks of these peers, or require an identity.',
    });
  },
});

/** Whether a policy for a Server or a namespace requires this network and no identity. Routes open single paths, such as those of probes. */
function decidesAlone(network: Resource, cluster: ClusterIndex): boolean {
  return cluster.ofKind(AUTHORIZATION_POLICY).some((policy) => {
    const target = targetRef(valueAt(policy.object, 'spec', 'targetRef'));
    if (!refersTo(target, SERVER) && !refersTo(target, 'Namespace')) return false;
    // A gateway serves callers from outside.
    if (refersTo(target, SERVER) && isGatewayServer(policy, target.name, cluster)) return false;
    const refers = authenticationRefs(policy).some(
      (ref) =>
        refersTo(ref, NETWORK) && ref.name === network.object.metadata.name && ref.inNamespace === namespaceOf(network),
    );
    return refers && grantOfPolicy(policy, cluster)?.proof === 'nothing';
  });
}

function isGatewayServer(policy: Resource, name: string, cluster: ClusterIndex): boolean {
  const resource = cluster.find(SERVER, namespaceOf(policy), name);
  const server = resource && serverOf(resource);
  return server !== undefined && isOfGateway(server, cluster);
}

function requiresNoIdentity(spec: Field): boolean {
  return spec.at('client', 'unauthenticated').boolean === true;
}

function example(networks: string): string {
  return `
apiVersion: policy.linkerd.io/v1alpha1
kind: NetworkAuthentication
metadata: { name: nodes, namespace: apps }
spec: { networks: [${networks}] }
`;
}
