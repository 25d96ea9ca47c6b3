import type { Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { admitsUnnamed, admittedClients, natsUserOf, provesItselfOtherwise } from '../../../model/nats/client-pods.js';
import { clientUsersOf } from '../../../model/nats/identities.js';
import { listenerOf } from '../../../model/nats/listeners.js';
import { type NatsServer, natsServersOf } from '../../../model/nats/server.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { type NotJudged, notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/clients-have-nats-users',
  severity: 'error',
  scope: 'cluster',
  summary: 'Every workload that the mesh admits to a NATS server has a NATS user of its own.',
  rationale:
    'The mesh and the server both judge the same client. A client that one admits and the other does not know cannot work, and two clients with the same user cannot be distinguished.',
  source: 'https://linkerd.io/2/reference/authorization-policy/',
  appliesTo: ['policy.linkerd.io/AuthorizationPolicy'],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'policy.linkerd.io/MeshTLSAuthentication',
    'policy.linkerd.io/Server',
    'policy.linkerd.io/ServerAuthorization',
  ],
  passes: example('publisher'),
  fails: example('subscriber'),
  about: (cluster) => (natsServersOf(cluster).length === 0 ? [] : [cluster]),
  *check(cluster) {
    const reported = new Set<string>();
    for (const server of natsServersOf(cluster)) {
      for (const outcome of checkClients(server, cluster)) {
        if ('notJudged' in outcome) {
          yield outcome;
          continue;
        }
        const identity = `${outcome.resource.file} ${outcome.resource.document} ${outcome.path}`;
        if (!reported.has(identity)) yield outcome;
        reported.add(identity);
      }
    }
  },
});

function* checkClients({ conf, pod }: NatsServer, cluster: ClusterIndex): Generator<Violation | NotJudged> {
  const port = conf && listenerOf(conf.root, 'client')?.port;
  if (conf === undefined || port === undefined) {
    yield notJudged('the client port of the server is not known', pod.resource);
    return;
  }
  const users = clientUsersOf(conf.root);
  const names = users.flatMap(({ name }) => name ?? []).sort();
  if (users.length > names.length) {
    yield notJudged('the name of a user is a variable, whose value is not known', conf.resource);
    return;
  }
  // Another rule asks for users.
  if (users.length === 0) {
    yield* notKnown(conf.root.at('authorization'), conf.root.at('accounts'));
    return;
  }
  if (admitsUnnamed(pod, port, cluster)) {
    yield notJudged(`policies admit clients to port ${port} without naming them`, pod.resource);
  }
  /** The first ServiceAccount that connects as a user. */
  const taken = new Map<string, string>();
  for (const { account, pods } of admittedClients(pod, port, cluster)) {
    const identity = `${account.namespace}/${account.name}`;
    if (pods.length === 0) {
      yield notJudged(`no workload of ServiceAccount ${identity} is among the files`, pod.resource);
    }
    for (const workload of pods) {
      const user = natsUserOf(workload);
      if (provesItselfOtherwise(workload)) {
        yield notJudged('it proves its identity with a key or credentials', workload.resource);
      } else if (user !== undefined && user.text === undefined) {
        yield notJudged(`${user.field.path} comes from elsewhere`, workload.resource);
      } else if (user?.text === undefined || !names.includes(user.text)) {
        const field = user?.field ?? workload.field.at('containers');
        yield field.violation({
          got: user?.text ?? 'no NATS_USER',
          expected: `NATS_USER with one of the users ${listed(names)}`,
          fix: 'Set NATS_USER to the user of this workload, and declare the user in the configuration of the server.',
        });
      } else {
        const other = taken.get(user.text) ?? identity;
        taken.set(user.text, other);
        if (other === identity) continue;
        yield user.field.violation({
          got: `${user.text}, the user of ${other}`,
          expected: 'a user of its own',
          fix: 'Declare one for this workload, with the permissions that it needs.',
        });
      }
    }
  }
}

function example(user: string): string {
  return `${serverExample('accounts { APP { users: [ { user: publisher, password: $PUBLISHER_PASSWORD } ] } }')}---
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
}
