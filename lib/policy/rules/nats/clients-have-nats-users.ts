import { at } from '../../../manifest/field-path.js';
import type { ClusterIndex } from '../../cluster-index.js';
import { admittedAccounts } from '../../nats/admitted.js';
import { serverExample } from '../../nats/example.js';
import { usersOf } from '../../nats/identities.js';
import { listenerOf } from '../../nats/listeners.js';
import { type NatsServer, natsServersOf } from '../../nats/server.js';
import type { Container, PodTemplate } from '../../pod.js';
import { listAt, stringAt } from '../../read.js';
import { type ClusterReport, defineRule } from '../../rule.js';

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

/** Variables of the environment by which a client proves itself otherwise than by a user and password. */
const otherProofs = ['NATS_CREDS', 'NATS_NKEY', 'NATS_NKEY_SEED', 'NATS_CONTEXT', 'NATS_TOKEN'];

export default defineRule({
  id: 'nats/clients-have-nats-users',
  severity: 'error',
  scope: 'cluster',
  summary: 'Every workload that the mesh lets in to a NATS server is one of its users.',
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
        const identity = `${report.subject.file} ${report.subject.document} ${report.path}`;
        if (!reported.has(identity)) yield report;
        reported.add(identity);
      }
    }
  },
});

function* checkClients(cluster: ClusterIndex, { conf, pod }: NatsServer): Generator<ClusterReport> {
  const port = conf && listenerOf(conf.root, 'client')?.port;
  if (conf === undefined || port === undefined) return;
  const users = usersOf(conf.root);
  const names = new Set(users.map(({ name }) => name));
  if (users.length === 0 || names.has(undefined)) return;
  for (const { namespace, name } of admittedAccounts(cluster, pod, port)) {
    const clients = cluster.podsIn(namespace).filter(({ serviceAccount }) => serviceAccount === name);
    for (const workload of clients) {
      if (workload.subject === pod.subject || workload.containers.some(provesItselfOtherwise)) continue;
      const user = userOf(workload);
      if (user !== undefined && (user.text === undefined || names.has(user.text))) continue;
      yield {
        subject: workload.subject,
        path: user?.path ?? at(workload.specPath, 'containers'),
        got: user?.text ?? 'no NATS_USER',
        expected: `NATS_USER with one of the users ${[...names].sort().join(', ')}`,
        fix: 'Name the user of this workload, and declare it in the configuration of the server.',
      };
    }
  }
}

function provesItselfOtherwise({ spec }: Container): boolean {
  return listAt(spec, 'env').some((entry) => otherProofs.includes(stringAt(entry, 'name') ?? ''));
}

/** The user that a workload connects as; its text is not known where it comes from a Secret. */
function userOf(pod: PodTemplate): { readonly path: string; readonly text: string | undefined } | undefined {
  for (const { spec, path } of pod.containers) {
    for (const [index, entry] of listAt(spec, 'env').entries()) {
      if (stringAt(entry, 'name') === 'NATS_USER') {
        return { path: at(path, 'env', index), text: stringAt(entry, 'value') };
      }
    }
    if (listAt(spec, 'envFrom').length > 0) return { path: at(path, 'envFrom'), text: undefined };
  }
  return undefined;
}
