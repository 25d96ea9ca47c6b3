import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/users-are-in-use.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const nats = (users: string, more = '') => serverExample(`accounts { APP { users: [ ${users} ] } ${more} }`);
const admitted = (ref: string) => `---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: a, namespace: nats-system }
spec: { podSelector: { matchLabels: { app: nats } }, port: 4222 }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: a, namespace: nats-system }
spec: { targetRef: { group: policy.linkerd.io, kind: Server, name: a }, requiredAuthenticationRefs: [${ref}] }
`;
const network = `---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: b, namespace: nats-system }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: a }
  requiredAuthenticationRefs: [{ group: policy.linkerd.io, kind: NetworkAuthentication, name: nodes }]
---
apiVersion: policy.linkerd.io/v1alpha1
kind: NetworkAuthentication
metadata: { name: nodes, namespace: nats-system }
spec: { networks: [{ cidr: 192.0.2.0/24 }] }
`;
const web = '{ kind: ServiceAccount, name: web, namespace: apps }';
const client = (env: string) => `---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { serviceAccountName: web, containers: [{ name: web, env: [${env}] }] }
`;
const asWeb = client('{ name: NATS_USER, value: web }');
const [known, old] = ['{ user: web, password: $WEB }', '{ user: old, password: $OLD }'];

ruleTester(rule, {
  ignores: {
    'users where no Server selects the pods and the port is not known': serverExample('port: $PORT') + asWeb,
    'users of a port that no Server selects': nats(old) + admitted(web).replace('port: 4222', 'port: 8222') + asWeb,
    'users where no mesh names clients': nats(`${known}, ${old}`) + asWeb,
    'users where clients of a network are admitted as well': nats(`${known}, ${old}`) + admitted(web) + network + asWeb,
  },
  passes: {
    'accepts leaves':
      nats(`${known}, { user: leaf, password: $LEAF, allowed_connection_types: [LEAFNODE] }`) + admitted(web) + asWeb,
    'accepts people in the system account':
      nats(known, ', SYS { users: [ { user: sys, password: $SYS } ] }').replace(
        'accounts {',
        'system_account: SYS\n    accounts {',
      ) +
      admitted(web) +
      asWeb,
  },
  fails: {
    'for the second of two users': [
      nats(`${known}, ${old}`) + admitted(web) + asWeb,
      {
        object: 'ConfigMap nats-system/nats-config',
        path: 'data["nats.conf"]',
        got: "accounts.APP.users[1] (line 1): 'old', which no admitted workload uses",
        expected: 'the users web',
        fix: 'Remove the user, or admit its workload.',
      },
    ],
    'for a user beside a client that has none': [nats(old) + admitted(web) + client(''), { expected: 'no user' }],
  },
  notJudged: {
    'users whose types of connections are a variable': [
      nats(`${known}, { user: old, password: $OLD, allowed_connection_types: $TYPES }`) + admitted(web) + asWeb,
      'accounts.APP.users[1].allowed_connection_types is $TYPES, whose value is not known',
    ],
    'users in a variable': [
      serverExample('accounts: $ACCOUNTS') + admitted(web) + asWeb,
      'accounts is $ACCOUNTS, whose value is not known',
    ],
    'users beside a system account in a variable': [
      nats(old).replace('accounts {', 'system_account: $SYSTEM\n    accounts {') + admitted(web) + asWeb,
      'system_account is $SYSTEM, whose value is not known',
    ],
    'users where no policy admits a client': [
      nats(old) + admitted(web).replace('name: a }, required', 'name: b }, required') + asWeb,
      'no policy among the files admits a client to port 4222',
    ],
    'users where the client port is not known': [
      nats(old).replace('accounts {', 'port: $PORT\n    accounts {') + admitted(web) + asWeb,
      'the client port of the server is not known',
    ],
    'users where a client is not among the objects': [
      nats(old) + admitted(`${web}, { kind: ServiceAccount, name: far, namespace: apps }`) + asWeb,
      'no workload of ServiceAccount apps/far is among the files',
    ],
    'users where a client has its own from a Secret': [
      nats(old) + admitted(web) + client('{ name: NATS_USER, valueFrom: { secretKeyRef: { name: a, key: b } } }'),
      'the user of Pod apps/web is not known',
    ],
    'users where a client proves its identity with a key': [
      nats(old) + admitted(web) + client('{ name: NATS_CREDS, value: a }'),
      'the user of Pod apps/web is not known',
    ],
    'users who have a key': [
      nats(`${known}, { nkey: $KEY }`) + admitted(web) + asWeb,
      'accounts.APP.users[1].nkey is $KEY, whose value is not known',
    ],
  },
});
