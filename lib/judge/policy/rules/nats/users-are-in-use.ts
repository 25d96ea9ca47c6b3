import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { selectsPod, serversIn, serversOfPort } from '../../../model/linkerd/server.js';
import { admitsUnnamed, admittedClients, natsUserOf, provesItselfOtherwise } from '../../../model/nats/client-pods.js';
import { servedConfsIn } from '../../../model/nats/confs.js';
import { clientUsersOf } from '../../../model/nats/identities.js';
import { listenerOf } from '../../../model/nats/listeners.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/users-are-in-use',
  severity: 'warning',
  scope: 'object',
  summary:
    'Every user of a NATS server is used by a workload that the mesh admits, if the mesh admits only named workloads.',
  rationale:
    'A user that no workload needs still has a password and permissions. Anyone who finds the password can use them, and nobody notices.',
  source: 'https://linkerd.io/2/reference/authorization-policy/',
  appliesTo: ['ConfigMap'],
  reads: [
    ...POD_KINDS,
    'Namespace',
    'Node',
    'policy.linkerd.io/AuthorizationPolicy',
    'policy.linkerd.io/NetworkAuthentication',
    'policy.linkerd.io/Server',
    'policy.linkerd.io/ServerAuthorization',
  ],
  passes: example(''),
  fails: example(', { user: old, password: $OLD_PASSWORD }'),
  *about(configMap, cluster) {
    for (const { root, server } of servedConfsIn(configMap, cluster)) {
      const { pod } = server;
      if (!serversIn(cluster, pod.namespace).some((guard) => selectsPod(guard, pod, cluster))) continue;
      const port = listenerOf(root, 'client')?.port;
      if (port === undefined) {
        yield notJudged('the client port of the server is not known');
        continue;
      }
      if (serversOfPort(pod, port, cluster).length === 0 || admitsUnnamed(pod, port, cluster)) continue;
      const clients = admittedClients(pod, port, cluster);
      if (clients.length > 0) yield { root, clients };
      else yield notJudged(`no policy among the files admits a client to port ${port}`);
    }
  },
  *check({ root, clients }) {
    const used = new Set<string>();
    for (const { account, pods } of clients) {
      if (pods.length === 0) {
        yield notJudged(`no workload of ServiceAccount ${account.namespace}/${account.name} is among the files`);
        return;
      }
      for (const pod of pods) {
        const user = natsUserOf(pod);
        if (provesItselfOtherwise(pod) || (user !== undefined && user.text === undefined)) {
          yield notJudged(`the user of ${objectLabel(pod.resource.object)} is not known`);
          return;
        }
        // Another rule reports a workload without a user.
        if (user?.text !== undefined) used.add(user.text);
      }
    }
    const systemAccount = root.at('system_account');
    if (systemAccount.unknown) {
      yield* notKnown(systemAccount);
      return;
    }
    yield* notKnown(root.at('authorization'), root.at('accounts'));
    const system = systemAccount.text;
    for (const { name, account, node } of clientUsersOf(root)) {
      // The system account is for people.
      if (account !== '' && account === system) continue;
      if (name === undefined) yield* notKnown(node.at('user'), node.at('nkey'));
      else if (!used.has(name) && node.at('allowed_connection_types').unknown) {
        yield* notKnown(node.at('allowed_connection_types'));
      } else if (!used.has(name)) {
        yield node.violation({
          got: `'${name}', which no admitted workload uses`,
          expected: used.size === 0 ? 'no user' : `the users ${listed([...used].sort())}`,
          fix: 'Remove the user, or admit its workload.',
        });
      }
    }
  },
});

function example(moreUsers: string): string {
  const users = `{ user: publisher, password: $PUBLISHER_PASSWORD }${moreUsers}`;
  return `${serverExample(`accounts { APP { users: [ ${users} ] } }`)}---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: nats-client, namespace: nats-system }
spec: { podSelector: { matchLabels: { app: nats } }, port: 4222, proxyProtocol: opaque }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: nats-client, namespace: nats-system }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: nats-client }
  requiredAuthenticationRefs: [{ kind: ServiceAccount, name: publisher }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: publisher, namespace: nats-system }
spec:
  template:
    metadata: { labels: { app: publisher } }
    spec:
      serviceAccountName: publisher
      containers: [{ name: publisher, image: example.org/publisher:1.0.0, env: [{ name: NATS_USER, value: publisher }] }]
`;
}
