import type { Violation } from '../../../../manifest/field.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { admittedClients, natsUserOf, provesItselfOtherwise } from '../../../model/nats/client-pods.js';
import { clientUsersOf } from '../../../model/nats/identities.js';
import { listenerOf } from '../../../model/nats/listeners.js';
import { type NatsServer, natsServersOf } from '../../../model/nats/server.js';
import { serverExample } from '../../examples/nats.js';
import { defineRule } from '../../rule.js';

const server = serverExample('accounts { APP { users: [ { user: publisher, password: $PUBLISHER_PASSWORD } ] } }');
const client = (user: string) => `---
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
      containers: [{ name: publisher, image: example.org/publisher:1.0.0, env: [{ name: NATS_USER, value: ${user} }] }]
`;

export default defineRule({
  id: 'nats/clients-have-nats-users',
  severity: 'error',
  scope: 'cluster',
  summary: 'Every workload that the mesh lets in to a NATS server is one of its users, and another than the others.',
  rationale:
    'The mesh and the server judge the same client. Whom the one lets in and the other does not know cannot work; two clients with one user cannot be told apart.',
  source: 'https://linkerd.io/2/reference/authorization-policy/',
  appliesTo: ['policy.linkerd.io/AuthorizationPolicy'],
  passes: server + client('publisher'),
  fails: server + client('subscriber'),
  *check(cluster) {
    const reported = new Set<string>();
    for (const natsServer of natsServersOf(cluster)) {
      for (const report of checkClients(cluster, natsServer)) {
        const identity = `${report.resource.file} ${report.resource.document} ${report.path}`;
        if (!reported.has(identity)) yield report;
        reported.add(identity);
      }
    }
  },
});

function* checkClients(cluster: ClusterIndex, server: NatsServer): Generator<Violation> {
  const port = server.conf && listenerOf(server.conf.root, 'client')?.port;
  if (server.conf === undefined || port === undefined) return;
  const users = clientUsersOf(server.conf.root);
  const names = new Set(users.map(({ name }) => name));
  if (users.length === 0 || names.has(undefined)) return;
  /** The first account that connects as a user. */
  const taken = new Map<string, string>();
  for (const { account, pods } of admittedClients(cluster, server, port)) {
    const identity = `${account.namespace}/${account.name}`;
    for (const workload of pods) {
      if (provesItselfOtherwise(workload)) continue;
      const user = natsUserOf(workload);
      if (user !== undefined && user.text === undefined) continue;
      const { path = at(workload.specPath, 'containers'), text = undefined } = user ?? {};
      if (text === undefined || !names.has(text)) {
        yield {
          resource: workload.resource,
          path,
          got: text ?? 'no NATS_USER',
          expected: `NATS_USER with one of the users ${listed([...names].flatMap((name) => name ?? []).sort())}`,
          fix: 'Name the user of this workload, and declare it in the configuration of the server.',
        };
        continue;
      }
      const other = taken.get(text) ?? identity;
      taken.set(text, other);
      if (other === identity) continue;
      yield {
        resource: workload.resource,
        path,
        got: `${text}, the user of ${other}`,
        expected: 'a user of its own',
        fix: 'Declare one for this workload, with the permissions that it needs.',
      };
    }
  }
}
