import rule from '../../../../../lib/judge/policy/rules/istio/service-entries-do-not-override-hosts.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);
const twin = `${bad.replace('web.apps.svc.cluster.local', 'api.example.com')}---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: apps }
spec: { hosts: [api.example.com], resolution: DNS }
`;

ruleTester(rule, {
  passes: {
    'accepts hosts for its own namespace': bad
      .replace('spec: { hosts', 'spec: { exportTo: [shop], hosts')
      .replace('namespace: apps }', 'namespace: apps, annotations: { networking.istio.io/exportTo: "." } }'),
    'accepts Services of its own namespace': bad.replace('namespace: shop', 'namespace: apps'),
    'accepts entries that look the same host up': twin.replace(', endpoints: [{ address: 10.9.9.9 }]', ''),
  },
  fails: {
    'of a Service': [
      bad,
      {
        object: 'ServiceEntry shop/external',
        path: 'spec.hosts[0]',
        got: 'web.apps.svc.cluster.local, of Service apps/web, exported to all namespaces',
      },
    ],
    'of Services, by a wildcard': [
      bad.replace('web.apps.svc.cluster.local', '*.apps.svc.cluster.local'),
      { path: 'spec.hosts[0]' },
    ],
    'of another entry': [
      twin,
      {
        object: 'ServiceEntry shop/external',
        got: 'api.example.com, of ServiceEntry apps/api, exported to all namespaces',
      },
      { object: 'ServiceEntry apps/api' },
    ],
  },
});
