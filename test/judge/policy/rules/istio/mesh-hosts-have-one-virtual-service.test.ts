import rule from '../../../../../lib/judge/policy/rules/istio/mesh-hosts-have-one-virtual-service.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'accepts one for the gateway': bad.replace('hosts: [web]', 'hosts: [web], gateways: [edge/public]'),
    'accepts namespaces that do not see each other': bad
      .replace('hosts: [web]', 'exportTo: [shop], hosts: [web]')
      .replace('hosts: [web.apps', 'exportTo: ["."], hosts: [web.apps'),
    'accepts a wildcard beside a name that it takes in': bad
      .replace('web.apps.svc', '"*.apps.svc')
      .replace('local]', 'local"]'),
    'accepts wildcards of which the longer name decides': `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: wide, namespace: apps }
spec: { hosts: ["*.example.org"], http: [{ route: [{ destination: { host: web } }] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: narrow, namespace: apps }
spec: { hosts: ["*.web.example.org"], http: [{ route: [{ destination: { host: web } }] }] }
`,
  },
  fails: {
    'of one Service, by its short and its full name': [
      bad,
      {
        object: 'VirtualService apps/web-canary',
        path: 'spec.hosts[0]',
        got: 'web, which VirtualService apps/web-test is about too',
      },
      { object: 'VirtualService apps/web-test' },
    ],
    'of wildcards, for all and for some': [
      bad
        .replace('hosts: [web]', 'exportTo: [shop], hosts: ["*.a.example.org"]')
        .replace('hosts: [web.apps.svc.cluster.local]', 'hosts: ["*.example.org"]'),
      { object: 'VirtualService apps/web-canary' },
      { object: 'VirtualService apps/web-test' },
    ],
  },
});
