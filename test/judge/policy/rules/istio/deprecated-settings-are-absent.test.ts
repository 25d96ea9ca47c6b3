import rule from '../../../../../lib/judge/policy/rules/istio/deprecated-settings-are-absent.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const old = (spec: string, kind = 'VirtualService') => `
apiVersion: networking.istio.io/v1
kind: ${kind}
metadata: { name: web, namespace: apps }
spec: ${spec}
`;
const lightstep = (provider: string) => `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: default, namespace: istio-system }
spec: { tracing: [{ providers: [{ name: main }] }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: "extensionProviders: [{ name: main, ${provider}: {} }]" }
`;

ruleTester(rule, {
  passes: {
    'accepts shares of a fault': old('{ http: [{ fault: { delay: { percentage: { value: 5 } } } }] }'),
    'accepts OpenTelemetry': lightstep('opentelemetry'),
  },
  fails: {
    'of a fault': [
      old('{ http: [{ fault: { delay: { percent: 5 }, abort: { percent: 5 } } }] }'),
      { path: 'spec.http[0].fault.abort.percent' },
      { path: 'spec.http[0].fault.delay.percent', expected: 'percentage.value' },
    ],
    'of a mirror': [
      old('{ http: [{ mirror_percent: 5 }] }'),
      { path: 'spec.http[0].mirror_percent', got: 'mirror_percent' },
    ],
    'of a Sidecar': [
      old('{ outboundTrafficPolicy: { egressProxy: { host: a } } }', 'Sidecar'),
      { path: 'spec.outboundTrafficPolicy.egressProxy' },
    ],
    'of kinds that are gone': [
      old('{}', 'ServiceRole').replace('networking.istio.io/v1', 'rbac.istio.io/v1alpha1'),
      { path: 'apiVersion', got: 'rbac.istio.io/v1alpha1' },
    ],
    'of definitions of kinds that are gone': [
      old('{ group: rbac.istio.io }', 'CustomResourceDefinition').replace(
        'networking.istio.io/v1',
        'apiextensions.k8s.io/v1',
      ),
      { path: 'spec.group' },
    ],
    'of a provider': [lightstep('lightstep'), { path: 'spec.tracing[0].providers[0].name' }],
  },
  notJudged: {
    'tracing providers where no control plane is among the files': [
      `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: default, namespace: istio-system }
spec: { tracing: [{ providers: [{ name: lightstep }] }] }
`,
      'no control plane of Istio is among the files',
    ],
  },
});
