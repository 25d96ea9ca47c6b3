import { expect } from 'vitest';
import rule from '../../../../lib/policy/rules/istio/mesh-traffic-stays-mutual.js';
import { ruleTester } from '../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'accepts servers outside of the mesh': bad.replace('istio-injection: enabled', 'team: web'),
    'accepts pods that are left out': bad.replace(
      'labels: { app: web } }\nspec: { c',
      'labels: { app: web, sidecar.istio.io/inject: "false" } }\nspec: { c',
    ),
    'accepts pods whose ports are left out': bad.replace(
      'labels: { app: web } }\nspec: { c',
      'labels: { app: web }, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "80" } }\nspec: { c',
    ),
    'accepts gateways, whose servers have TLS of their own': bad.replace('name: web }] }', 'name: istio-proxy }] }'),
    'accepts settings of a port that the Service does not have': bad.replace(
      '{ tls: { mode: DISABLE } }',
      '{ portLevelSettings: [{ port: { number: 81 }, tls: { mode: DISABLE } }] }',
    ),
  },
  fails: {
    'with a block without a mode': [
      bad.replace('{ mode: DISABLE }', '{ sni: a.example.org }'),
      { got: 'no mode, which is DISABLE, toward Pod apps/web, which is in the mesh' },
    ],
    'toward a gateway that serves the mesh alone': [
      `${bad.replace('name: web }] }', 'name: istio-proxy }] }')}---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: out, namespace: apps }
spec: { selector: { app: web }, servers: [{ port: { number: 443, name: tls, protocol: TLS }, hosts: ["./a.example.org"], tls: { mode: ISTIO_MUTUAL } }] }
`,
      { path: 'spec.trafficPolicy.tls.mode' },
    ],
    'with DISABLE': [
      bad,
      {
        path: 'spec.trafficPolicy.tls.mode',
        got: 'DISABLE toward Pod apps/web, which is in the mesh',
        fix: expect.stringContaining('requests travel in plaintext'),
      },
    ],
    'with SIMPLE, for a wildcard': [
      bad.replace('host: web', 'host: "*.local"').replace('DISABLE', 'SIMPLE'),
      { got: 'SIMPLE toward Pod apps/web, which is in the mesh' },
    ],
    'with MUTUAL, in a subset': [
      bad.replace(
        'trafficPolicy: { tls: { mode: DISABLE } }',
        'subsets: [{ name: a, trafficPolicy: { tls: { mode: MUTUAL } } }]',
      ),
      { path: 'spec.subsets[0].trafficPolicy.tls.mode' },
    ],
    'on one port': [
      bad.replace(
        '{ tls: { mode: DISABLE } }',
        '{ portLevelSettings: [{ port: { number: 80 }, tls: { mode: DISABLE } }] }',
      ),
      { path: 'spec.trafficPolicy.portLevelSettings[0].tls.mode' },
    ],
    'of pods in ambient mode': [
      bad.replace('istio-injection: enabled', 'istio.io/dataplane-mode: ambient'),
      { path: 'spec.trafficPolicy.tls.mode' },
    ],
  },
});
