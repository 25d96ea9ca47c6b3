import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { admitsNetworks } from '../../../model/nats/admitted.js';
import { admittedClients, natsUserOf, provesItselfOtherwise } from '../../../model/nats/client-pods.js';
import { confFaultOf } from '../../../model/nats/conf-fault.js';
import { clientUsersOf } from '../../../model/nats/identities.js';
import { listenerOf } from '../../../model/nats/listeners.js';
import { type NatsServer, natsServersOf, type ServerConf } from '../../../model/nats/server.js';
import { serverExample } from '../../examples/nats.js';
import { defineRule } from '../../rule.js';

const example = (users: string) => `${serverExample(`accounts { APP { users: [ ${users} ] } }`)}---
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
const publisher = '{ user: publisher, password: $PUBLISHER_PASSWORD }';

export default defineRule({
  id: 'nats/users-have-clients',
  severity: 'warning',
  scope: 'object',
  summary:
    'Every user of a NATS server is one that a workload connects as which the mesh lets in, where it names all whom it lets in.',
  rationale:
    'A user whom no workload needs still has a password and permissions: whoever finds the password acts under a name that nobody misses.',
  source: 'https://linkerd.io/2/reference/authorization-policy/',
  appliesTo: ['ConfigMap'],
  passes: example(publisher),
  fails: example(`${publisher}, { user: old, password: $OLD_PASSWORD }`),
  *check(resource, cluster) {
    for (const server of natsServersOf(cluster)) {
      const { conf } = server;
      if (conf?.resource !== resource) continue;
      const known = connectingUsers(cluster, server, conf);
      if (known === undefined) continue;
      const system = conf.root.at('system_account').text;
      for (const { name, account, node } of clientUsersOf(conf.root)) {
        // People have the system account.
        if (name === undefined || known.has(name) || (account !== '' && account === system)) continue;
        yield confFaultOf(conf, {
          node,
          got: `'${name}', as whom no workload connects that the mesh lets in`,
          expected: known.size === 0 ? 'no user' : `the users ${listed([...known].sort())}`,
          fix: 'Remove the user, or let its workload in.',
        });
      }
    }
  },
});

/** The users of all whom the mesh lets in; undefined where one of them is not known. */
function connectingUsers(cluster: ClusterIndex, server: NatsServer, conf: ServerConf): ReadonlySet<string> | undefined {
  const port = listenerOf(conf.root, 'client')?.port;
  if (port === undefined || admitsNetworks(cluster, server.pod, port)) return undefined;
  const clients = admittedClients(cluster, server, port);
  if (clients.length === 0 || clients.some(({ pods }) => pods.length === 0)) return undefined;
  const users = new Set<string>();
  for (const pod of clients.flatMap(({ pods }) => pods)) {
    const user = natsUserOf(pod);
    if (provesItselfOtherwise(pod) || (user !== undefined && user.text === undefined)) return undefined;
    // Who has no user at all is told elsewhere.
    if (user?.text !== undefined) users.add(user.text);
  }
  return users;
}
