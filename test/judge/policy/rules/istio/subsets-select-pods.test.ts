import rule from '../../../../../lib/judge/policy/rules/istio/subsets-select-pods.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const entry = (more: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: api, namespace: apps }
spec: { host: api.example.com, subsets: [{ name: v1, labels: { version: v1 } }] }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: apps }
spec: { hosts: [api.example.com], ${more} }
`;

ruleTester(rule, {
  passes: {
    'accepts subsets without labels': good.replace('labels: { version: v2 } }] }', 'trafficPolicy: {} }] }'),
    'accepts endpoints of a ServiceEntry': entry(
      'resolution: STATIC, endpoints: [{ address: 10.0.0.1, labels: { version: v1 } }]',
    ),
    'accepts WorkloadEntries of a ServiceEntry': `${entry('workloadSelector: { labels: { app: vm } }')}---
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: { name: vm, namespace: apps }
spec: { address: 10.0.0.1, labels: { app: vm, version: v1 } }
`,
  },
  fails: {
    'of a subset without labels and settings': [
      good.replace(', labels: { version: v2 } }] }', ' }] }'),
      { path: 'spec.subsets[0]', got: 'subset v2 without labels and without a trafficPolicy' },
    ],
    'of labels that no pod of the Service has': [
      good.replace('version: v2 } }] }', 'version: v3 } }] }'),
      {
        path: 'spec.subsets[0].labels',
        got: '{"version":"v3"}, which nothing behind Service apps/web has',
        expected: 'labels of its pods: version v2',
      },
    ],
    'of labels that pods of another Service have': [
      `${good.replace('version: v2 } }] }', 'version: v3 } }] }')}---
apiVersion: v1
kind: Pod
metadata: { name: other, namespace: apps, labels: { app: other, version: v3 } }
spec: { containers: [{ name: web }] }
`,
      { path: 'spec.subsets[0].labels' },
    ],
    'of a zone without a name': [
      good.replace('version: v2 } }] }', 'topology.kubernetes.io/zone: "" } }] }'),
      { expected: 'labels of its pods: topology.kubernetes.io/zone on no pod' },
    ],
    'of endpoints without labels': [
      entry('resolution: STATIC, endpoints: [{ address: 10.0.0.1 }]'),
      { got: '{"version":"v1"}, which nothing behind ServiceEntry apps/api has' },
    ],
  },
  notJudged: {
    'labels of the node': [
      good.replace('version: v2 } }] }', 'topology.kubernetes.io/zone: a } }] }'),
      'pods get topology.kubernetes.io/zone only in the cluster',
    ],
    'subsets of Services without pods': [
      good.replace('labels: { app: web, ', 'labels: { app: other, '),
      'no pod of Service apps/web is among the files',
    ],
    'subsets of a host that is not among the files': [
      `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: apps }
spec: { host: api.example.org, subsets: [{ name: v2, labels: { version: v2 } }] }
`,
      'no Service or ServiceEntry of api.example.org is among the files',
    ],
    'a ServiceEntry that takes any address': [
      entry('resolution: NONE'),
      'no pod of ServiceEntry apps/api is among the files',
    ],
    'a Service without a selector': [
      good.replace('selector: { app: web }, ', ''),
      'no pod of Service apps/web is among the files',
    ],
  },
});
