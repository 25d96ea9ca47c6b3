import rule from '../../../../../lib/judge/policy/rules/istio/address-rules-see-client-addresses.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, deployment, meshConfig, service } from '../../../model/istio/security-objects.js';

const remote = access('rules: [{ from: [{ source: { remoteIpBlocks: [192.0.2.0/24] } }] }]');
const direct = access('rules: [{ from: [{ source: { ipBlocks: [192.0.2.0/24] } }] }]');

ruleTester(rule, {
  passes: {
    'accepts a number for the mesh':
      deployment() + remote + meshConfig('{ defaultConfig: { gatewayTopology: { numTrustedProxies: 1 } } }'),
    'accepts the address of the connection within the cluster': deployment() + service() + direct,
    'accepts it where the Service keeps it':
      deployment() + service(undefined, 'web', 'type: LoadBalancer, externalTrafficPolicy: Local') + direct,
  },
  fails: {
    'where nothing is known of the mesh': [
      deployment() + remote,
      {
        path: 'spec.rules[0].from[0].source.remoteIpBlocks',
        got: 'remote addresses, with no numTrustedProxies for web in these files',
      },
    ],
    'for a condition, and for none': [
      deployment() +
        access('rules: [{ when: [{ key: remote.ip, values: [192.0.2.0/24] }] }]') +
        meshConfig('{ defaultConfig: { gatewayTopology: { numTrustedProxies: 0 } } }'),
      { path: 'spec.rules[0].when[0]', got: 'remote addresses, with no numTrustedProxies for web' },
    ],
    'where a Service hides the address': [
      deployment() + service(undefined, 'web', 'type: NodePort') + direct,
      {
        path: 'spec.rules[0].from[0].source.ipBlocks',
        got: 'addresses of callers, which Service apps/web may replace with those of nodes',
      },
    ],
  },
  notJudged: {
    'addresses of connections where no Service is among the files': [
      `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: { rules: [{ from: [{ source: { ipBlocks: [192.0.2.0/24] } }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`,
      'no Service of pods that the policy selects is among the files',
    ],
  },
});
