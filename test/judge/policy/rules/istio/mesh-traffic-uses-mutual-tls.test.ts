import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/mesh-traffic-uses-mutual-tls.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);
const gateway = bad.replace('name: web }] }', 'name: istio-proxy }] }');
const server = (tls: string) => `---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: a, namespace: apps }
spec: { selector: { app: web }, servers: [{ port: { number: 443, name: tls, protocol: HTTPS }, hosts: [a.example.org], tls: { mode: ${tls} } }] }
`;
const ruleFor = (host: string, mode = 'DISABLE') => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: a, namespace: apps }
spec: { host: ${host}, trafficPolicy: { tls: { mode: ${mode} } } }
`;
const entry = (host: string, more = '') => `---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: a, namespace: apps }
spec: { ${more}hosts: [${host}], ports: [{ number: 80, name: http, protocol: HTTP }] }
`;

ruleTester(rule, {
  passes: {
    'accepts servers outside the mesh': bad.replace('istio-injection: enabled', 'team: web'),
    'accepts pods that are left out': bad.replace(
      'labels: { app: web } }\nspec: { c',
      'labels: { app: web, sidecar.istio.io/inject: "false" } }\nspec: { c',
    ),
    'accepts pods whose ports are left out': bad.replace(
      'labels: { app: web } }\nspec: { c',
      'labels: { app: web }, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "80" } }\nspec: { c',
    ),
    'accepts gateways, whose servers have TLS of their own': gateway + server('SIMPLE, credentialName: a'),
    'accepts a host outside the mesh': ruleFor('api.example.org') + entry('api.example.org'),
    'accepts a wildcard outside the mesh':
      ruleFor('"*.example.org"') + entry('"*.example.org"', 'location: MESH_EXTERNAL, '),
    'accepts a host within a wildcard outside the mesh': ruleFor('api.example.org') + entry('"*.org"'),
    'accepts the API server, which has no proxy': ruleFor('kubernetes.default.svc.cluster.local'),
    'accepts another name of a host outside': bad.replace(
      'selector: { app: web }',
      'type: ExternalName, externalName: api.example.org',
    ),
    'accepts pods of the host network, whatever their Namespace says': bad
      .replace('labels: { istio-injection: enabled }', '')
      .replace('kind: Namespace\nmetadata: { name: apps,', 'kind: Namespace\nmetadata: { name: other,')
      .replace('spec: { containers', 'spec: { hostNetwork: true, containers'),
    'accepts settings of a port that the Service does not have': bad.replace(
      '{ tls: { mode: DISABLE } }',
      '{ portLevelSettings: [{ port: { number: 81 }, tls: { mode: DISABLE } }] }',
    ),
  },
  fails: {
    'by itself, whatever is among the files': [
      ruleFor('web'),
      {
        path: 'spec.trafficPolicy.tls.mode',
        got: 'DISABLE for web.apps.svc.cluster.local, which nothing here shows to be outside the mesh',
        expected: 'no tls block, or ISTIO_MUTUAL',
        effect:
          'Requests travel in plaintext, readable by everyone on the way and without the identity of the caller; a STRICT server refuses them with 503.',
        fix: 'Remove the block; Istio then uses mutual TLS wherever the server has a proxy, and plaintext elsewhere.',
      },
    ],
    'for the whole mesh': [
      ruleFor('"*.local"'),
      { got: 'DISABLE for *.local, which nothing here shows to be outside the mesh' },
    ],
    'for every host there is, though one is outside': [
      ruleFor('"*"') + entry('api.example.org'),
      { got: 'DISABLE for *, which nothing here shows to be outside the mesh' },
    ],
    'for a wildcard of which a part is outside': [
      ruleFor('"*.example.org"') + entry('api.example.org'),
      { got: 'DISABLE for *.example.org, which nothing here shows to be outside the mesh' },
    ],
    'for a host that no ServiceEntry knows': [ruleFor('api.example.org'), { path: 'spec.trafficPolicy.tls.mode' }],
    'for a host of a ServiceEntry within the mesh': [
      ruleFor('api.example.org') + entry('api.example.org', 'location: MESH_INTERNAL, '),
      { path: 'spec.trafficPolicy.tls.mode' },
    ],
    'for a host that is outside and inside': [
      ruleFor('api.example.org') + entry('api.example.org') + entry('"*.org"', 'location: MESH_INTERNAL, '),
      { path: 'spec.trafficPolicy.tls.mode' },
    ],
    'for a Service whose name a ServiceEntry takes': [
      ruleFor('web') + entry('web.apps.svc.cluster.local'),
      { path: 'spec.trafficPolicy.tls.mode' },
    ],
    'for a host that a ServiceEntry shows to other namespaces only': [
      ruleFor('api.example.org') + entry('api.example.org', 'exportTo: [shop], '),
      { path: 'spec.trafficPolicy.tls.mode' },
    ],
    'for a Service of other clusters': [
      ruleFor('web.apps.svc.clusterset.local') + entry('web.apps.svc.clusterset.local'),
      { path: 'spec.trafficPolicy.tls.mode' },
    ],
    'for another name of a Service': [
      bad.replace('selector: { app: web }', 'type: ExternalName, externalName: api.shop.svc.cluster.local'),
      { path: 'spec.trafficPolicy.tls.mode' },
    ],
    'where the Service is there and its pods are not': [
      bad.slice(0, bad.indexOf('---\napiVersion: v1\nkind: Pod')),
      { got: 'DISABLE for web.apps.svc.cluster.local, which nothing here shows to be outside the mesh' },
    ],
    'where the Namespace is not there': [
      bad.replace('kind: Namespace\nmetadata: { name: apps', 'kind: Namespace\nmetadata: { name: other'),
      { got: 'DISABLE for web.apps.svc.cluster.local, which nothing here shows to be outside the mesh' },
    ],
    'toward a gateway of which no server is known': [
      gateway,
      { got: 'DISABLE for web.apps.svc.cluster.local, which nothing here shows to be outside the mesh' },
    ],
    'toward a gateway that also serves the mesh': [
      gateway + server('SIMPLE, credentialName: a') + server('ISTIO_MUTUAL').replace('name: a,', 'name: b,'),
      { path: 'spec.trafficPolicy.tls.mode' },
    ],
    'where another port of the pods is left out': [
      bad.replace(
        'labels: { app: web } }\nspec: { c',
        'labels: { app: web }, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "8080" } }\nspec: { c',
      ),
      { got: 'DISABLE for Pod apps/web, which is in the mesh' },
    ],
    'where ztunnel does not read which ports are left out': [
      bad
        .replace('istio-injection: enabled', 'istio.io/dataplane-mode: ambient')
        .replace(
          'labels: { app: web } }\nspec: { c',
          'labels: { app: web }, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "80" } }\nspec: { c',
        ),
      { got: 'DISABLE for Pod apps/web, which is in the mesh' },
    ],
    'with a block without a mode': [
      bad.replace('{ mode: DISABLE }', '{ sni: a.example.org }'),
      { got: 'no mode, which is DISABLE, for Pod apps/web, which is in the mesh' },
    ],
    'toward a gateway that serves the mesh only': [
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
        got: 'DISABLE for Pod apps/web, which is in the mesh',
        effect: expect.stringContaining('Requests travel in plaintext'),
      },
    ],
    'with SIMPLE, for a wildcard': [
      bad.replace('host: web', 'host: "*.local"').replace('DISABLE', 'SIMPLE'),
      { got: 'SIMPLE for Pod apps/web, which is in the mesh' },
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
  notJudged: {
    'SIMPLE toward a gateway of which no server is known': [
      gateway.replace('DISABLE', 'SIMPLE'),
      'nothing among the files shows that web.apps.svc.cluster.local is outside the mesh',
    ],
    'SIMPLE and MUTUAL toward unknown hosts': [
      ruleFor('api.example.org', 'SIMPLE') + ruleFor('web.shop.svc.cluster.local', 'MUTUAL'),
      'nothing among the files shows that api.example.org is outside the mesh',
      'nothing among the files shows that web.shop.svc.cluster.local is outside the mesh',
    ],
  },
});
