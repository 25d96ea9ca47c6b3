import rule from '../../../../../lib/judge/policy/rules/istio/annotations-take-effect.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment } from '../../../model/istio/security-objects.js';

const pod = (annotation: string) => deployment({ annotations: `{ ${annotation} }` });
const of = (kind: string, annotation: string) =>
  `{ apiVersion: v1, kind: ${kind}, metadata: { name: web, namespace: apps, annotations: { ${annotation} } } }`;
const at = (key: string) => `spec.template.metadata.annotations["${key}"]`;
const KEY = 'traffic.sidecar.istio.io/';

ruleTester(rule, {
  ignores: {
    'annotations of others': pod('notistio.io/a: b, example.org/istio.io: b'),
  },
  passes: {
    'accepts values as the injector reads them': pod(
      `${KEY}excludeInboundPorts: "1, 2", ${KEY}includeInboundPorts: "*", ${KEY}includeOutboundIPRanges: "10.0.0.0/8,fd00::/8", prometheus.istio.io/merge-metrics: "false", status.sidecar.istio.io/port: "0"`,
    ),
    'accepts what is read anywhere': of('Service', 'galley.istio.io/analyze-suppress: "*"'),
    'accepts what Services have': of('Service', 'networking.istio.io/exportTo: .'),
    'accepts annotations of workloads that are for any kind': `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps, annotations: { istio.io/rev: prod } }
spec: { template: { spec: { containers: [{ name: web }] } } }
`,
  },
  fails: {
    'for a misspelt one': [
      pod('sidecar.istio.io/proxyCpu: 100m'),
      {
        path: at('sidecar.istio.io/proxyCpu'),
        expected: 'sidecar.istio.io/proxyCPU',
        effect: 'Istio does not read sidecar.istio.io/proxyCpu.',
        fix: 'Write sidecar.istio.io/proxyCPU.',
      },
    ],
    'for one that nobody knows': [
      pod('istio.io/completely-different: a'),
      {
        got: 'istio.io/completely-different, which no known release has',
        expected: 'an annotation of Istio',
        effect: 'A release that does not know it ignores it.',
        fix: 'Correct the name, or waive this finding if your release knows it.',
      },
    ],
    'for one of pods on a Namespace': [
      of('Namespace', 'sidecar.istio.io/proxyCPU: 100m'),
      {
        path: 'metadata.annotations["sidecar.istio.io/proxyCPU"]',
        got: 'sidecar.istio.io/proxyCPU on a Namespace',
        expected: 'the pod template',
      },
    ],
    'for one of Services on pods': [pod('networking.istio.io/exportTo: .'), { expected: 'a Service' }],
    'for one of policies on pods': [pod('istio.io/dry-run: "true"'), { expected: 'another kind' }],
    'for one of pods on the workload above them': [
      deployment().replace(
        'name: web, namespace: apps',
        `name: web, namespace: apps, annotations: { ${KEY}excludeInboundPorts: "8080" }`,
      ),
      { path: `metadata.annotations["${KEY}excludeInboundPorts"]`, expected: at(`${KEY}excludeInboundPorts`) },
    ],
    'for a label': [
      of('Namespace', 'istio-injection: enabled'),
      { got: 'istio-injection as an annotation', expected: 'a label' },
    ],
    'for ranges of ports': [
      pod(`${KEY}excludeInboundPorts: 1-2`),
      { got: '1-2', expected: 'port numbers with commas between them, no ranges and no names' },
    ],
    'for an address without a mask': [
      pod(`${KEY}excludeOutboundIPRanges: 10.0.0.1`),
      { expected: 'CIDRs with commas between them, without spaces' },
    ],
    'for a space between networks': [
      pod(`${KEY}excludeOutboundIPRanges: "10.0.0.0/8, 192.0.2.0/24"`),
      { path: at(`${KEY}excludeOutboundIPRanges`) },
    ],
    'for what is not a quantity': [
      pod('sidecar.istio.io/proxyMemory: lots'),
      { got: 'lots', expected: 'a quantity, such as 100m or 128Mi' },
    ],
    'for what is no word of the injector': [
      pod('sidecar.istio.io/inject: "yes"'),
      {
        got: 'yes',
        expected: 'one of true, false',
        effect: 'With this value the injector follows the namespace.',
        fix: 'Write one of true, false.',
      },
    ],
    'for a count that is none': [
      pod('readiness.status.sidecar.istio.io/periodSeconds: 2s'),
      { expected: 'a whole number' },
    ],
    'for a switch that is none': [pod('prometheus.istio.io/merge-metrics: "on"'), { expected: 'true or false' }],
    'for a port that is none': [pod('status.sidecar.istio.io/port: "65536"'), { expected: 'a port number' }],
    'for a mode that is none': [
      pod('sidecar.istio.io/interceptionMode: redirect'),
      { expected: 'one of REDIRECT, TPROXY, NONE' },
    ],
  },
});
