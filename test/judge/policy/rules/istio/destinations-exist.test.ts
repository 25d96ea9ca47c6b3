import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/destinations-exist.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const atGateway = `${good.replace('hosts: [web]', 'gateways: [edge/public], hosts: [web.example.org]')}---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { istio: edge }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*.example.org"] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: edge, namespace: edge, labels: { istio: edge } }
spec: { containers: [{ name: istio-proxy }] }
`;
const to = (destination: string) => good.replace('{ host: web, port: { number: 80 }, subset: v1 }', destination);

ruleTester(rule, {
  passes: {
    'accepts a subset for every namespace, wherever the pods of the gateway are': atGateway.replace(
      'istio: edge } }\nspec: { containers',
      'istio: other } }\nspec: { containers',
    ),
    'ignores subsets of routes that the gateway does not take': atGateway
      .replace('host: web, subsets', 'exportTo: [.], host: web, subsets')
      .replace('[edge/public]', '[edge/public, mesh]')
      .replace('http: [{ route', 'http: [{ match: [{ gateways: [mesh] }], route'),
    'accepts subsets that the gateway sees': atGateway.replace(
      'host: web, subsets',
      'exportTo: [., edge], host: web, subsets',
    ),
    'accepts full names': to('{ host: web.apps.svc.cluster.local, port: { number: 81 } }'),
    'accepts full names below another cluster domain': to('{ host: web.apps.svc.corp.example, port: { number: 81 } }'),
    'accepts hosts of ServiceEntries, and wildcards of them': `${to('{ host: api.example.com }')}---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: other }
spec: { hosts: ["*.example.com"], ports: [{ number: 443, name: tls, protocol: TLS }] }
`,
    'accepts a Service of one port without a port': to('{ host: web }').replace(', { name: http-admin, port: 81 }', ''),
  },
  fails: {
    'of a subset that the gateway does not see': [
      atGateway.replace('host: web, subsets', 'exportTo: [.], host: web, subsets'),
      {
        path: 'spec.http[0].route[0].destination.subset',
        got: 'v1 of DestinationRule apps/web, which is not exported to namespace edge of the gateway',
      },
    ],
    'of a host that does not exist': [
      to('{ host: wbe }'),
      {
        path: 'spec.http[0].route[0].destination.host',
        got: 'wbe, which means wbe.apps.svc.cluster.local',
        effect: 'Requests that are routed there are answered with 503.',
        fix: 'Correct the name, or add the Service or ServiceEntry.',
      },
    ],
    'of a short name that means another namespace': [
      good.replace('name: web, namespace: apps }\nspec: { selector', 'name: web, namespace: shop }\nspec: { selector'),
      {
        got: 'web, which means web.apps.svc.cluster.local',
        fix: expect.stringContaining('Service shop/web is meant'),
      },
    ],
    'of a host outside that no ServiceEntry registers': [to('{ host: api.example.com }'), { got: 'api.example.com' }],
    'of a mirror': [
      good.replace(
        'route: [{ destination: { host: web, port: { number: 80 }, subset: v1 } }]',
        'mirrors: [{ destination: { host: wbe } }]',
      ),
      {
        path: 'spec.http[0].mirrors[0].destination.host',
        effect: expect.stringContaining('mirrored requests are silently lost'),
      },
    ],
    'of a ServiceEntry that is exported elsewhere': [
      `${to('{ host: api.example.com }')}---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: other }
spec: { hosts: [api.example.com], exportTo: ["."], ports: [{ number: 443, name: tls, protocol: TLS }] }
`,
      { got: 'api.example.com and is not exported to namespace apps by ServiceEntry other/api' },
    ],
    'without a port of a Service with several': [
      to('{ host: web }'),
      { path: 'spec.http[0].route[0].destination.port', got: 'nothing, while Service apps/web has the ports 80, 81' },
    ],
    'of a port of the container': [
      to('{ host: web, port: { number: 8080 } }'),
      { path: 'spec.http[0].route[0].destination.port.number', expected: 'a port of Service apps/web: 80, 81' },
    ],
    'of a subset that is not defined': [
      to('{ host: web, port: { number: 80 }, subset: v2 }'),
      { path: 'spec.http[0].route[0].destination.subset', expected: 'a subset of DestinationRule apps/web: v1' },
    ],
    'of a subset that is not defined, where the Service is not among the files': [
      to('{ host: web, subset: v2 }').replace('kind: Service', 'kind: ConfigMap'),
      { path: 'spec.http[0].route[0].destination.subset', got: 'v2' },
    ],
    'of a subset without a DestinationRule': [
      good.replace('spec: { host: web, subsets', 'spec: { host: shop, subsets'),
      { got: 'v1', expected: 'a subset of a DestinationRule of web.apps.svc.cluster.local, which has none' },
    ],
  },
  notJudged: {
    'a subset that is exported to some namespaces, for a gateway whose pods are not among the files': [
      atGateway
        .replace('host: web, subsets', 'exportTo: [.], host: web, subsets')
        .replace('istio: edge } }\nspec: { containers', 'istio: other } }\nspec: { containers'),
      'no pod of Gateway edge/public is among the files',
    ],
    'hosts of Services in namespaces that are not among the files': [
      to('{ host: jaeger.tracing.svc.cluster.local }'),
      'no Service or pod of namespace tracing is among the files',
    ],
    'hosts of cluster sets': [
      to('{ host: web.apps.svc.clusterset.local }'),
      'web.apps.svc.clusterset.local may be a Service that another cluster exports',
    ],
    'subsets of external hosts whose DestinationRule is not among the files': [
      `${to('{ host: api.example.com, subset: v1 }')}---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: apps }
spec: { hosts: [api.example.com], ports: [{ number: 443, name: tls, protocol: TLS }] }
`,
      'no DestinationRule of api.example.com is among the files',
    ],
  },
});
