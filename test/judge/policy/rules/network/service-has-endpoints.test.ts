import rule from '../../../../../lib/judge/policy/rules/network/service-has-endpoints.js';
import { live } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const service = (spec: string) => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { ${spec} }
`;
const slice = `
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-1, namespace: apps, labels: { kubernetes.io/service-name: web } }
`;

const controlled = live(slice).replace(
  'labels: { ',
  'labels: { endpointslice.kubernetes.io/managed-by: endpointslicemirroring-controller.k8s.io, ',
);

ruleTester(rule, {
  ignores: {
    'a name of elsewhere': service('type: ExternalName, externalName: example.org'),
  },
  passes: {
    'accepts a selector and the slice that a controller made of it':
      service('selector: { app: web }, ports: [{ port: 80 }]') + controlled,
    'accepts a slice that a controller has mirrored': service('ports: [{ port: 80 }]') + controlled,
    'accepts a selector': service('selector: { app: web }, ports: [{ port: 80 }]'),
    'accepts a slice instead': service('ports: [{ port: 80 }]') + slice,
    'accepts a headless Service without ports': service('clusterIP: None, selector: { app: web }'),
  },
  fails: {
    'with an empty selector': [
      service('selector: {}, ports: [{ port: 80 }]'),
      {
        object: 'Service apps/web',
        path: 'spec.selector',
        got: '{}',
        effect: 'Every connection is refused, unless something else writes the endpoints.',
      },
    ],
    'with both': [
      service('selector: { app: web }, ports: [{ port: 80 }]') + slice,
      {
        got: '{"app":"web"}, beside EndpointSlice web-1',
        effect: 'It sends traffic of the Service to addresses that no selector has chosen.',
      },
    ],
    'without ports': [
      service('selector: { app: web }'),
      {
        path: 'spec.ports',
        got: 'nothing',
        effect: 'The API server refuses a Service without ports unless it is headless.',
      },
    ],
  },
});
