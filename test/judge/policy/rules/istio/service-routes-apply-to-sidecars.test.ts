import rule from '../../../../../lib/judge/policy/rules/istio/service-routes-apply-to-sidecars.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'accepts no gateways at all': bad.replace('gateways: [edge/public], ', ''),
    'accepts hosts outside the cluster': bad.replace('[web, web.example.org]', '[web.example.org]'),
    'accepts routes for the mesh in a VirtualService of their own': `${bad}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web-mesh, namespace: apps }
spec: { hosts: [web.apps.svc.cluster.local], http: [{ route: [{ destination: { host: web } }] }] }
`,
  },
  fails: {
    'where gateways alone are named': [
      bad,
      { path: 'spec.hosts[0]', got: 'web, of Service apps/web, with only gateways edge/public' },
    ],
  },
  notJudged: {
    'hosts of namespaces that are not among the files': [
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec: { hosts: [web], gateways: [edge/public], http: [{ route: [{ destination: { host: web } }] }] }
`,
      'no Service or pod of namespace apps is among the files',
    ],
  },
});
