import type { Violation } from '../../../../manifest/field.js';
import { at } from '../../../../manifest/field-path.js';
import type { Json } from '../../../../manifest/object.js';
import { objectAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type Access, type AccountName, accessTo, type Grant } from '../../../model/linkerd/access.js';
import { defaultInboundPolicyOf } from '../../../model/linkerd/inbound-policy.js';
import { isInjected, isMeshed } from '../../../model/linkerd/injection.js';
import { includesPort, parsePortList } from '../../../model/linkerd/port-list.js';
import { routesOfServer } from '../../../model/linkerd/routes.js';
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
import type { PodTemplate } from '../../../model/pods/pod.js';
import { portsOf, resolvePort } from '../../../model/pods/ports.js';
import { defineRule } from '../../rule.js';

const PROXY_PORT = 4143;

export default defineRule({
  id: 'linkerd/network-policies-match-authorizations',
  severity: 'error',
  scope: 'cluster',
  summary: 'The callers that Linkerd admits to a port are let through by the NetworkPolicies, and the other way round.',
  rationale:
    'A connection needs the consent of both: a caller that only one of them names is refused, at the network without a word, or by the proxy once it has connected.',
  source: 'https://linkerd.io/2-edge/tasks/using-network-policies/',
  appliesTo: [SERVER, 'networking.k8s.io/NetworkPolicy'],
  passes: example('gateway'),
  fails: example('gatway'),
  *check(cluster) {
    yield* onePerField(disagreements(cluster));
  },
});

/** One report for each field, which a field that is about many servers would else have for each of them. */
function onePerField(reports: Iterable<Violation>): readonly Violation[] {
  const fields = new Map<Resource, Map<string, { readonly report: Violation; count: number }>>();
  for (const report of reports) {
    const ofSubject = fields.get(report.resource) ?? new Map<string, { readonly report: Violation; count: number }>();
    fields.set(report.resource, ofSubject);
    const known = ofSubject.get(report.path);
    if (known === undefined) ofSubject.set(report.path, { report, count: 1 });
    else known.count += 1;
  }
  return [...fields.values()].flatMap((ofSubject) =>
    [...ofSubject.values()].map(({ report, count }) =>
      count === 1 ? report : { ...report, got: `${report.got}; and ${count - 1} more of such` },
    ),
  );
}

function* disagreements(cluster: ClusterIndex): Iterable<Violation> {
  for (const pod of cluster.pods.filter((candidate) => isInjected(candidate, cluster))) {
    const skipped = parsePortList(pod.annotations['config.linkerd.io/skip-inbound-ports'] ?? '');
    const ports = new Set(
      portsOf(pod)
        .filter(({ number, protocol }) => protocol === 'TCP' && !includesPort(skipped, number))
        .map(({ number }) => number),
    );
    for (const port of ports) {
      const access = accessTo(pod, port, cluster);
      for (const grant of access?.grants ?? []) yield* closedToAdmitted(pod, port, grant, cluster);
      yield* openToRefused(pod, port, access, cluster);
    }
  }
}

/** Accounts that a policy of Linkerd's admits and that NetworkPolicies keep away, at the server's end or at their own. */
function* closedToAdmitted(pod: PodTemplate, port: number, grant: Grant, cluster: ClusterIndex): Iterable<Violation> {
  const server = pod.resource.object.metadata.name;
  for (const account of grant.accounts) {
    const callers = cluster.pods.filter((peer) => runsAs(peer, account) && isMeshed(peer, cluster));
    const closed =
      callers.length === 0
        ? !letsIn(pod, port, { ...account, labels: undefined }, cluster) && 'ingress'
        : closedFor(pod, port, callers, cluster);
    if (closed === false) continue;
    const name = callers[0]?.resource.object.metadata.name ?? `${account.name} of namespace ${account.namespace}`;
    yield {
      resource: grant.by,
      path: grant.path,
      got: `${account.namespace}/${account.name}, admitted to ${server}:${port}, to which NetworkPolicies close the ${closed} of ${closed === 'ingress' ? server : name}`,
      expected: `a NetworkPolicy that lets ${name} connect to ${server}`,
      fix: `Open port ${port} and the proxy's port ${PROXY_PORT} between the two, or admit the account no more: as it stands ${name} cannot connect.`,
    };
  }
}

/** The direction in which none of the callers gets through; false where one does. */
function closedFor(
  pod: PodTemplate,
  port: number,
  callers: readonly PodTemplate[],
  cluster: ClusterIndex,
): Direction | false {
  const entering = callers.filter((caller) => letsIn(pod, port, caller, cluster));
  if (entering.length === 0) return 'ingress';
  return entering.some((caller) => letsOut(caller, port, pod, cluster)) ? false : 'egress';
}

/** NetworkPolicies that name peers for a port, of which Linkerd admits none. */
function* openToRefused(
  pod: PodTemplate,
  port: number,
  access: Access | undefined,
  cluster: ClusterIndex,
): Iterable<Violation> {
  if (access === undefined ? defaultInboundPolicyOf(pod, cluster) !== 'deny' : !decides(access, cluster)) return;
  for (const rule of rulesOf(pod, 'ingress', cluster)) {
    if (!rule.ports.some((entry) => resolvePort(pod, valueAt(entry, 'port')) === port)) continue;
    for (const [index, entry] of rule.peers.entries()) {
      // An empty selector is as wide as the namespace, and leaves it to the mesh to tell the callers apart.
      if (Object.keys(objectAt(entry, 'podSelector') ?? {}).length === 0) continue;
      const one = { ...rule, peers: [entry] };
      const peers = cluster.pods.filter((peer) => isMeshed(peer, cluster) && namesPeer(one, peer, cluster));
      const [first] = peers;
      if (first === undefined || peers.some((peer) => isAdmitted(peer, access))) continue;
      const by = access === undefined ? 'the default inbound policy deny' : `Server ${access.server.name}`;
      yield {
        resource: rule.policy,
        path: at(rule.path, 'from', index),
        got: `${first.resource.object.metadata.name}, let through to ${pod.resource.object.metadata.name}:${port}, where ${by} refuses it`,
        expected: 'peers that Linkerd admits to the port',
        fix: `Admit ServiceAccount ${first.serviceAccount} by an AuthorizationPolicy, or take the peer or the port out of the rule.`,
      };
    }
  }
}

/** Whether the grants of a Server tell all that may enter: routes have policies of their own, and without grants no one may. */
function decides({ server, grants }: Access, cluster: ClusterIndex): boolean {
  return grants.length > 0 && routesOfServer(server, cluster).length === 0;
}

function isAdmitted(peer: PodTemplate, access: Access | undefined): boolean {
  if (access === undefined) return false;
  const account = { namespace: peer.namespace, name: peer.serviceAccount };
  return access.grants.some(({ admitted, admitsAccount }) => admitted !== 'identities' || admitsAccount(account));
}

function runsAs(pod: PodTemplate, { namespace, name }: AccountName): boolean {
  return pod.namespace === namespace && pod.serviceAccount === name;
}

interface Peer {
  readonly namespace: string;
  /** Undefined where the pods are not known. */
  readonly labels: Readonly<Record<string, string>> | undefined;
}

function letsIn(pod: PodTemplate, port: number, peer: Peer, cluster: ClusterIndex): boolean {
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
      (rule.peers.length === 0 || rule.peers.some((entry) => means(rule, entry, peer, cluster))),
  );
}

/** Whether an entry of a rule means a peer. Blocks do where they hold the addresses of pods; labels that are not known count as right. */
function means(rule: NetworkPolicyRule, entry: Json, { namespace, labels }: Peer, cluster: ClusterIndex): boolean {
  const block = blockOf(valueAt(entry, 'ipBlock'));
  if (block !== undefined) return breadthOf([block], cluster) !== undefined;
  if (labels !== undefined) return namesPeer({ ...rule, peers: [entry] }, { namespace, labels }, cluster);
  const namespaces = objectAt(entry, 'namespaceSelector');
  const anyPod: Json = namespaces === undefined ? { podSelector: {} } : { namespaceSelector: namespaces };
  return namesPeer({ ...rule, peers: [anyPod] }, { namespace, labels: {} }, cluster);
}

function rulesOf(pod: PodTemplate, direction: Direction, cluster: ClusterIndex): readonly NetworkPolicyRule[] {
  return cluster.networkPoliciesOf(pod).flatMap((policy) => networkPolicyRules(policy, direction));
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
