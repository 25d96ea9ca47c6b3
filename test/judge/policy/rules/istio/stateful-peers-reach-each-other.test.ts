import rule from '../../../../../lib/judge/policy/rules/istio/stateful-peers-reach-each-other.js';
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
const policy = (account: string) =>
  access(
    `rules: [{ from: [{ source: { principals: [cluster.local/ns/apps/sa/${account}] } }] }]`,
    'db',
    'apps',
    'selector: { matchLabels: { app: db } }, ',
  );

ruleTester(rule, {
  passes: {
    'accepts peers whom a policy names': namespace() + set() + headless(both) + policy('db'),
    'accepts every identity': namespace() + set() + headless(both) + policy('*'),
    'leaves a single pod alone': namespace() + set(1) + headless('[{ name: tcp-db, port: 5432 }]'),
    'leaves pods outside of the mesh alone': namespace('{}') + set() + headless('[{ name: tcp-db, port: 5432 }]'),
    'leaves a Service that is not headless alone':
      namespace() + set() + service('[{ name: tcp-db, port: 5432 }]', 'db'),
  },
  fails: {
    'for a port that no Service has': [
      namespace() + set() + headless('[{ name: tcp-db, port: 5432 }]'),
      {
        object: 'StatefulSet apps/db',
        path: 'spec.template.spec.containers[0].ports[1].containerPort',
        got: '4369, which no Service has, not even the headless Service apps/db',
      },
    ],
    'for peers whom the policy leaves out, at ports of their own': [
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
});
