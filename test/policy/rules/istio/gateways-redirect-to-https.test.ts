import rule from '../../../../lib/policy/rules/istio/gateways-redirect-to-https.js';
import { ruleTester } from '../../../support/rule-tester.js';

const bad = String(rule.fails);
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

const routed = (route: string) => `${bad}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: edge }
spec: { hosts: [web.example.org], gateways: [edge/web], http: [${route}] }
`;

ruleTester(rule, {
  passes: {
    'accepts gateways within the cluster': service('ClusterIP'),
    'accepts routes that do nothing else': routed('{ redirect: { scheme: https } }'),
    'accepts TLS': bad.replace('protocol: HTTP', 'protocol: HTTPS'),
    'accepts TCP': bad.replace('protocol: HTTP', 'protocol: TCP'),
  },
  fails: {
    'of a gateway for the public': [
      service('LoadBalancer'),
      { path: 'spec.servers[0].tls.httpsRedirect', got: 'nothing for HTTP on port 80' },
    ],
    'with routes that answer besides': [
      routed('{ redirect: { scheme: https } }, { route: [{ destination: { host: web } }] }'),
      { got: 'nothing for HTTP on port 80' },
    ],
    'that is switched off': [
      bad.replace('hosts:', 'tls: { httpsRedirect: false }, hosts:'),
      { got: 'false for HTTP on port 80' },
    ],
  },
});
