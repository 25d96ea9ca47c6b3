import type { Violation } from '../../../../manifest/field.js';
import { identityKey, type Json } from '../../../../manifest/object.js';
import { objectAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { admissionTo, type DefaultAdmission, type ServerAdmission } from '../../../model/linkerd/admission.js';
import type { Grant } from '../../../model/linkerd/grants.js';
import type { AccountName } from '../../../model/linkerd/identities.js';
import { proxiedPorts } from '../../../model/linkerd/inbound-ports.js';
import { isInjected, isMeshed } from '../../../model/linkerd/injection.js';
import { PROXY_PORT } from '../../../model/linkerd/proxy-ports.js';
import { SERVER } from '../../../model/linkerd/server.js';
import { blockOf, breadthOf } from '../../../model/network/address-blocks.js';
import {
  type Direction,
  isolates,
  type NetworkPolicyRule,
  namesPeer,
  networkPolicyRules,
  opensPort,
} from '../../../model/network/network-policy.js';
import { perItem } from '../../../model/per-cluster.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { resolvePort } from '../../../model/pods/ports.js';
import { whyUndecided } from '../../linkerd/meshed-pods.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/network-policies-match-authorizations',
  severity: 'error',
  scope: 'cluster',
  summary: 'NetworkPolicies let through the callers that Linkerd admits to a port, and no others that they name.',
  rationale:
    'A connection needs both. A caller that only one of them names is refused: silently by the network, or by the proxy after it has connected.',
  source: 'https://linkerd.io/2-edge/tasks/using-network-policies/',
  appliesTo: [SERVER, 'networking.k8s.io/NetworkPolicy'],
  reads: [
    ...POD_KINDS,
    '*',
    'ConfigMap',
    'Namespace',
    'Node',
    'gateway.networking.k8s.io/GRPCRoute',
    'gateway.networking.k8s.io/HTTPRoute',
    'policy.linkerd.io/AuthorizationPolicy',
    'policy.linkerd.io/HTTPRoute',
    'policy.linkerd.io/MeshTLSAuthentication',
    'policy.linkerd.io/ServerAuthorization',
  ],
  passes: example('gateway'),
  fails: example('gatway'),
  *check(cluster) {
    for (const pod of cluster.pods) {
      if (cluster.networkPoliciesOf(pod).length > 0) yield* whyUndecided(pod, cluster);
    }
    yield* onePerField(disagreements(cluster));
    for (const { account, by } of unknownCallers(cluster)) {
      yield notJudged(`no pod of ServiceAccount ${account.namespace}/${account.name} is among the files`, by);
    }
  },
});

/** One report for each field, where a field that concerns many servers would have one for each of them. */
function onePerField(reports: Iterable<Violation>): readonly Violation[] {
  const fields = new Map<Resource, Map<string, { readonly report: Violation; count: number }>>();
  for (const report of reports) {
    const ofResource = fields.get(report.resource) ?? new Map<string, { readonly report: Violation; count: number }>();
    fields.set(report.resource, ofResource);
    const known = ofResource.get(report.path);
    if (known === undefined) ofResource.set(report.path, { report, count: 1 });
    else known.count += 1;
  }
  return [...fields.values()].flatMap((ofResource) =>
    [...ofResource.values()].map(({ report, count }) =>
      count === 1 ? report : { ...report, got: `${report.got}; and ${count - 1} more like it` },
    ),
  );
}

/** A port of injected pods that their proxy serves, and who may connect to it. */
interface GuardedPort {
  readonly pod: PodTemplate;
  readonly port: number;
  readonly admission: DefaultAdmission | ServerAdmission;
}

function guardedPorts(cluster: ClusterIndex): readonly GuardedPort[] {
  return cluster.pods
    .filter((pod) => isInjected(pod, cluster))
    .flatMap((pod) =>
      [...new Set(proxiedPorts(pod).map(({ number }) => number))].flatMap((port) => {
        const admission = admissionTo(pod, port, cluster);
        return admission.decidedBy === 'nothing' ? [] : [{ pod, port, admission }];
      }),
    );
}

function* disagreements(cluster: ClusterIndex): Iterable<Violation> {
  for (const guarded of guardedPorts(cluster)) {
    for (const grant of guarded.admission.grants) yield* closedToAdmitted(guarded, grant, cluster);
    yield* openToRefused(guarded, cluster);
  }
}

/** The accounts that a policy admits to a port, of whose pods none is known, and that NetworkPolicies let through as far as one can tell. */
function unknownCallers(cluster: ClusterIndex): Iterable<{ readonly account: AccountName; readonly by: Resource }> {
  const unknown = new Map<string, { readonly account: AccountName; readonly by: Resource }>();
  for (const { pod, port, admission } of guardedPorts(cluster)) {
    if (!isClosed(pod, 'ingress', cluster)) continue;
    for (const { by, accounts } of admission.grants) {
      for (const account of accounts) {
        if (callersOf(account, cluster).length > 0 || !admitsPeer(pod, port, unknownPeer(account), cluster)) continue;
        unknown.set(`${identityKey(by.object)} ${account.namespace}/${account.name}`, { account, by });
      }
    }
  }
  return unknown.values();
}

function callersOf(account: AccountName, cluster: ClusterIndex): readonly PodTemplate[] {
  return cluster
    .podsIn(account.namespace)
    .filter(({ serviceAccount }) => serviceAccount === account.name)
    .filter((peer) => isMeshed(peer, cluster));
}

/** Accounts that a policy of Linkerd admits and that NetworkPolicies keep away, at the server's end or at their own. */
function* closedToAdmitted({ pod, port }: GuardedPort, grant: Grant, cluster: ClusterIndex): Iterable<Violation> {
  const server = pod.resource.object.metadata.name;
  for (const account of grant.accounts) {
    const callers = callersOf(account, cluster);
    const closed =
      callers.length === 0
        ? !admitsPeer(pod, port, unknownPeer(account), cluster) && 'ingress'
        : closedFor(pod, port, callers, cluster);
    if (closed === false) continue;
    const name = callers[0]?.resource.object.metadata.name ?? `${account.name} of namespace ${account.namespace}`;
    yield grant.field.violation({
      got: `${account.namespace}/${account.name}, admitted to ${server}:${port}, for which NetworkPolicies close the ${closed} of ${closed === 'ingress' ? server : name}`,
      expected: `a NetworkPolicy that lets ${name} connect to ${server}`,
      effect: `${name} cannot connect.`,
      fix: `Open port ${port} and the proxy's port ${PROXY_PORT} between the two, or stop admitting the account.`,
    });
  }
}

/** The direction in which none of the callers gets through; false if one does. */
function closedFor(
  pod: PodTemplate,
  port: number,
  callers: readonly PodTemplate[],
  cluster: ClusterIndex,
): Direction | false {
  const entering = callers.filter((caller) => admitsPeer(pod, port, caller, cluster));
  if (entering.length === 0) return 'ingress';
  return entering.some((caller) => letsOut(caller, port, pod, cluster)) ? false : 'egress';
}

/** NetworkPolicies that name peers for a port, none of which Linkerd admits. */
function* openToRefused({ pod, port, admission }: GuardedPort, cluster: ClusterIndex): Iterable<Violation> {
  if (!decidesAlone(admission)) return;
  const by = admission.decidedBy === 'server' ? `Server ${admission.server.name}` : 'the default inbound policy deny';
  for (const rule of rulesOf(pod, 'ingress', cluster)) {
    if (!rule.ports.some((entry) => resolvePort(pod, valueAt(entry, 'port')) === port)) continue;
    for (const [index, entry] of rule.peers.entries()) {
      // An empty selector is as wide as the namespace, and leaves it to the mesh to distinguish callers.
      if (Object.keys(objectAt(entry, 'podSelector') ?? {}).length === 0) continue;
      const one = { ...rule, peers: [entry] };
      const peers = cluster.pods.filter((peer) => isMeshed(peer, cluster) && namesPeer(one, peer, cluster));
      const [first] = peers;
      if (first === undefined || peers.some((peer) => isAdmitted(peer, admission.grants))) continue;
      yield rule.field.at('from', index).violation({
        got: `${first.resource.object.metadata.name}, let through to ${pod.resource.object.metadata.name}:${port}, where ${by} refuses it`,
        expected: 'peers that Linkerd admits to the port',
        fix: `Admit ServiceAccount ${first.serviceAccount} with an AuthorizationPolicy, or remove the peer or the port from the rule.`,
      });
    }
  }
}

/** Whether the grants are all that admits peers: routes have policies of their own, and a Server without grants has another report. */
function decidesAlone(admission: DefaultAdmission | ServerAdmission): boolean {
  if (admission.decidedBy === 'default-policy') return admission.policy === 'deny';
  return admission.grants.length > 0 && admission.routes.length === 0;
}

function isAdmitted(peer: PodTemplate, grants: readonly Grant[]): boolean {
  const account = { namespace: peer.namespace, name: peer.serviceAccount };
  return grants.some(({ admitted, admitsAccount }) => admitted !== 'identities' || admitsAccount(account));
}

interface Peer {
  readonly namespace: string;
  /** Undefined if the pods are not known. */
  readonly labels: Readonly<Record<string, string>> | undefined;
}

function unknownPeer({ namespace }: AccountName): Peer {
  return { namespace, labels: undefined };
}

function admitsPeer(pod: PodTemplate, port: number, peer: Peer, cluster: ClusterIndex): boolean {
  return isOpen(rulesOf(pod, 'ingress', cluster), isClosed(pod, 'ingress', cluster), port, pod, peer, cluster);
}

function letsOut(caller: PodTemplate, port: number, pod: PodTemplate, cluster: ClusterIndex): boolean {
  return isOpen(rulesOf(caller, 'egress', cluster), isClosed(caller, 'egress', cluster), port, pod, pod, cluster);
}

function isOpen(
  rules: readonly NetworkPolicyRule[],
  closed: boolean,
  port: number,
  owner: PodTemplate,
  peer: Peer,
  cluster: ClusterIndex,
): boolean {
  if (!closed) return true;
  return rules.some(
    (rule) =>
      (opensPort(rule, PROXY_PORT, owner) || opensPort(rule, port, owner)) &&
      (rule.peers.length === 0 || rule.peers.some((entry) => selectsPeer(rule, entry, peer, cluster))),
  );
}

/** Whether an entry of a rule selects a peer. A block does where it holds the addresses of pods; unknown labels count as matching. */
function selectsPeer(
  rule: NetworkPolicyRule,
  entry: Json,
  { namespace, labels }: Peer,
  cluster: ClusterIndex,
): boolean {
  const block = blockOf(valueAt(entry, 'ipBlock'));
  if (block !== undefined) return breadthOf([block], cluster) !== undefined;
  if (labels !== undefined) return namesPeer({ ...rule, peers: [entry] }, { namespace, labels }, cluster);
  const namespaces = objectAt(entry, 'namespaceSelector');
  const anyPod: Json = namespaces === undefined ? { podSelector: {} } : { namespaceSelector: namespaces };
  return namesPeer({ ...rule, peers: [anyPod] }, { namespace, labels: {} }, cluster);
}

const rulesByDirection = perItem((pod: PodTemplate, cluster: ClusterIndex) => {
  const of = (direction: Direction) =>
    cluster.networkPoliciesOf(pod).flatMap((policy) => networkPolicyRules(policy, direction));
  return { ingress: of('ingress'), egress: of('egress') };
});

function rulesOf(pod: PodTemplate, direction: Direction, cluster: ClusterIndex): readonly NetworkPolicyRule[] {
  return rulesByDirection(pod, cluster)[direction];
}

function isClosed(pod: PodTemplate, direction: Direction, cluster: ClusterIndex): boolean {
  return cluster.networkPoliciesOf(pod).some((policy) => isolates(policy, direction));
}

function example(caller: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web }, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: gateway, namespace: apps, labels: { app: gateway }, annotations: { linkerd.io/inject: enabled } }
spec: { serviceAccountName: gateway, containers: [{ name: gateway }] }
---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: web } }, port: 8080 }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: web }
  requiredAuthenticationRefs: [{ kind: ServiceAccount, name: gateway }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: ${caller} } } }], ports: [{ port: 8080 }, { port: 4143 }] }]
`;
}
