import rule from '../../../../../lib/judge/policy/rules/istio/gateways-redirect-to-https.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);
const routed = (action: string) => `${service('LoadBalancer')}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: edge }
spec: { hosts: [web.example.org], gateways: [web], http: [{ ${action} }] }
`;
const service = (type: string) => `${bad}---
apiVersion: v1
kind: Service
metadata: { name: ingress, namespace: edge }
spec: { type: ${type}, selector: { istio: ingress }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: ingress, namespace: edge, labels: { istio: ingress } }
spec: { containers: [{ name: istio-proxy }] }
`;

ruleTester(rule, {
  ignores: {
    'gateways within the cluster': service('ClusterIP'),
    TLS: bad.replace('protocol: HTTP', 'protocol: HTTPS'),
    TCP: bad.replace('protocol: HTTP', 'protocol: TCP'),
  },
  passes: {
    'accepts a redirect by the routes': routed('redirect: { scheme: https }'),
  },
  fails: {
    'of routes that serve in plaintext': [routed('route: [{ destination: { host: web } }]'), {}],
    'of a gateway for the public': [
      service('LoadBalancer'),
      { path: 'spec.servers[0].tls.httpsRedirect', got: 'nothing for HTTP on port 80' },
    ],
    'that is switched off': [
      bad.replace('hosts:', 'tls: { httpsRedirect: false }, hosts:'),
      { got: 'false for HTTP on port 80' },
    ],
  },
});
