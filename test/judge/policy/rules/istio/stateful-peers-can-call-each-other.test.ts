import rule from '../../../../../lib/judge/policy/rules/istio/stateful-peers-can-call-each-other.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, namespace, service } from '../../../model/istio/security-objects.js';

const set = (replicas = 3) => `
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: apps }
spec:
  replicas: ${replicas}
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { serviceAccountName: db, containers: [{ name: db, ports: [{ containerPort: 5432 }, { containerPort: 4369 }] }] }
`;
const headless = (ports: string) => service(ports, 'db', 'clusterIP: None');
const both = '[{ name: tcp-db, port: 5432 }, { name: tcp-peers, port: 4369 }]';
const source = (callers: string) =>
  access(`rules: [{ from: [{ source: { ${callers} } }] }]`, 'db', 'apps', 'selector: { matchLabels: { app: db } }, ');
const policy = (account: string) => source(`principals: [cluster.local/ns/apps/sa/${account}]`);

ruleTester(rule, {
  ignores: {
    'a single pod': namespace() + set(1) + headless('[{ name: tcp-db, port: 5432 }]'),
    'pods outside the mesh': namespace('{}') + set() + headless('[{ name: tcp-db, port: 5432 }]'),
  },
  passes: {
    'accepts peers that a policy names as an account':
      namespace() + set() + headless(both) + source('serviceAccounts: [db]'),
    'accepts peers that a policy names as an account of their namespace':
      namespace() + set() + headless(both) + source('serviceAccounts: [apps/db]'),
    'accepts peers of the namespace': namespace() + set() + headless(both) + source('namespaces: [apps]'),
    'accepts peers that a policy names': namespace() + set() + headless(both) + policy('db'),
    'accepts every identity': namespace() + set() + headless(both) + policy('*'),
    'ignores a Service that is not headless': namespace() + set() + service('[{ name: tcp-db, port: 5432 }]', 'db'),
    'accepts UDP ports that no Service has': `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: apps }
spec: { replicas: 3, serviceName: db, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, ports: [{ containerPort: 9000, protocol: UDP }] }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: apps }
spec: { clusterIP: None, selector: { app: db }, ports: [{ name: tcp-other, port: 9100 }] }
`,
    'accepts a StatefulSet without a serviceName':
      namespace() + set().replace('  serviceName: db\n', '') + headless('[{ name: tcp-db, port: 5432 }]'),
  },
  fails: {
    'for peers where a policy names another account': [
      namespace() +
        set() +
        headless('[{ name: tcp-peers, port: 4369 }]') +
        service('[{ name: tcp-db, port: 5432 }]', 'db').replace('name: db', 'name: db-clients') +
        source('serviceAccounts: [apps/web]'),
      { path: 'spec.template.spec.containers[0].ports[1].containerPort' },
    ],
    'for a port that no Service has': [
      namespace() + set() + headless('[{ name: tcp-db, port: 5432 }]'),
      {
        object: 'StatefulSet apps/db',
        path: 'spec.template.spec.containers[0].ports[1].containerPort',
        got: '4369, which no Service has, not even the headless Service apps/db',
      },
    ],
    'for peers that the policy omits, at ports of their own': [
      namespace() +
        set() +
        headless(both) +
        service('[{ name: tcp-db, port: 5432 }]', 'db').replace('name: db', 'name: db-clients') +
        policy('web'),
      {
        path: 'spec.template.spec.containers[0].ports[1].containerPort',
        got: 'the pods of db cannot call each other at 4369, because AuthorizationPolicy apps/db admits only cluster.local/ns/apps/sa/web',
        expected: 'a rule for their own account, .../ns/apps/sa/db',
      },
    ],
    'for an account whose name only begins alike': [
      namespace() +
        set() +
        headless('[{ name: tcp-peers, port: 4369 }]') +
        service('[{ name: tcp-db, port: 5432 }]', 'db').replace('name: db', 'name: db-clients') +
        policy('db-backup'),
      { path: 'spec.template.spec.containers[0].ports[1].containerPort' },
    ],
  },
  notJudged: {
    'peers that a policy may admit by their addresses': [
      namespace() + set() + headless(both) + source('ipBlocks: [10.1.0.0/16]'),
      'whether addresses 10.1.0.0/16 include the pods themselves is not known',
      'whether addresses 10.1.0.0/16 include the pods themselves is not known',
    ],
    'a StatefulSet whose Service is not among the files': [
      `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: edge }
spec: { replicas: 3, serviceName: db, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db }] } } }
---
apiVersion: v1
kind: Namespace
metadata: { name: edge, labels: { istio-injection: enabled } }
`,
      'Service edge/db is not among the files',
    ],
  },
});
