import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/clients-have-nats-users.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const nats = (users: string) => serverExample(`accounts { APP { users: [ ${users} ] } }`);
const policy = (refs: string) => `---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: a, namespace: nats-system }
spec: { podSelector: { matchLabels: { app: nats } }, port: 4222 }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: a, namespace: nats-system }
spec: { targetRef: { group: policy.linkerd.io, kind: Server, name: a }, requiredAuthenticationRefs: [${refs}] }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: { name: a, namespace: nats-system }
spec: { identities: ["web.apps.serviceaccount.identity.linkerd.cluster.local", "*"] }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: { name: b, namespace: nats-system }
spec: { identityRefs: [{ kind: ServiceAccount, name: web, namespace: apps }] }
`;
const client = (env: string) => `---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { serviceAccountName: web, containers: [{ name: web, ${env} }] }
`;
const known = '{ user: web, password: $WEB }';
const account = policy('{ kind: ServiceAccount, name: web, namespace: apps }');
ruleTester(rule, {
  passes: {
    'accepts one user for several pods of an account':
      nats(known) +
      account +
      client('env: [{ name: NATS_USER, value: web }]') +
      client('env: [{ name: NATS_USER, value: web }]').replace('name: web,', 'name: job,'),
    'accepts a client that no server admits':
      nats(known) +
      policy('{ kind: ServiceAccount, name: other, namespace: apps }') +
      client('env: []') +
      client('env: [{ name: NATS_USER, value: web }]')
        .replaceAll('name: web,', 'name: other,')
        .replace('Name: web', 'Name: other'),
    'accepts the servers themselves':
      nats(known).replace('      containers:', '      serviceAccountName: nats\n      containers:') +
      policy('{ kind: ServiceAccount, name: nats }'),
    'accepts a policy of another port': nats(known) + account.replace('port: 4222', 'port: 8222') + client('env: []'),
    'leaves a server without users to its own rule': serverExample('port: 4222') + account + client('env: []'),
  },
  fails: {
    'for a client without a user': [
      nats(known) + account + client('env: []'),
      {
        object: 'Pod apps/web',
        path: 'spec.containers',
        got: 'no NATS_USER',
        expected: 'NATS_USER with one of the users web',
      },
    ],
    'for a client without a user, beside leaves that are known by keys': [
      nats(`${known}, { nkey: $LEAF, allowed_connection_types: [ leafnode ] }`) + account + client('env: []'),
      { object: 'Pod apps/web' },
    ],
    'for a user that two accounts share': [
      nats(known) +
        policy(
          '{ kind: ServiceAccount, name: web, namespace: apps }, { kind: ServiceAccount, name: api, namespace: apps }',
        ) +
        client('env: [{ name: NATS_USER, value: web }]') +
        client('env: [{ name: NATS_USER, value: web }]').replaceAll(': web,', ': api,'),
      {
        object: 'Pod apps/api',
        path: 'spec.containers[0].env[0]',
        got: 'web, the user of apps/web',
        expected: 'a user of its own',
      },
    ],
    'for an identity': [
      nats(known) +
        policy('{ group: policy.linkerd.io, kind: MeshTLSAuthentication, name: a }') +
        client('env: [{ name: NATS_USER, value: other }]'),
      { path: 'spec.containers[0].env[0]', got: 'other' },
    ],
    'for a reference of an identity': [
      nats(known) + policy('{ group: policy.linkerd.io, kind: MeshTLSAuthentication, name: b }') + client('env: []'),
      {},
    ],
  },
  notJudged: {
    'clients of users that an include may declare': [
      serverExample('accounts: $ACCOUNTS') + account + client('env: []'),
      'accounts is $ACCOUNTS, whose value is not known',
    ],
    'clients that policies do not name': [
      nats(known) +
        policy('{ group: policy.linkerd.io, kind: MeshTLSAuthentication, name: a }').replace(
          '"web.apps.serviceaccount.identity.linkerd.cluster.local", ',
          '',
        ),
      'policies admit clients to port 4222 without naming them',
    ],
    'clients of an account without pods': [
      nats(known) + account,
      'no workload of ServiceAccount apps/web is among the files',
    ],
    'a user from a Secret': [
      nats(known) + account + client('env: [{ name: NATS_USER, valueFrom: { secretKeyRef: { name: a, key: b } } }]'),
      'spec.containers[0].env[0] comes from elsewhere',
    ],
    'variables from a Secret': [
      nats(known) + account + client('envFrom: [{ secretRef: { name: a } }]'),
      'spec.containers[0].envFrom comes from elsewhere',
    ],
    'a client with a key': [
      nats(known) + account + client('env: [{ name: NATS_NKEY_SEED, valueFrom: {} }]'),
      'it proves its identity with a key or credentials',
    ],
    'users that are not known': [
      nats('{ nkey: $WEB }') + account + client('env: []'),
      'the name of a user is a variable, whose value is not known',
    ],
    'a server whose configuration is not among the files': [
      nats(known).replace('name: nats-config, namespace', 'name: other, namespace') + account + client('env: []'),
      'the client port of the server is not known',
    ],
  },
});
