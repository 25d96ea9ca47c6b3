import { App, Chart } from 'cdk8s';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { Cluster } from '../../../lib/fleet/cluster.js';
import type { Json } from '../../../lib/manifest/object.js';
import { TraceCollector, type TraceCollectorProps } from '../../../lib/observability/tracing/trace-collector.js';
import { at, refusal } from '../../support/synth.js';

const common = {
  kubernetesVersion: '1.33',
  nodeAddresses: ['192.0.2.1'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
};
const meshed = new Cluster('shop', { ...common, mesh: { kind: 'linkerd', version: '2.20', cni: true } });
const props: TraceCollectorProps = {
  cluster: meshed,
  namespace: 'tracing',
  jaegerNamespace: 'tracing',
  senders: [{ namespace: 'shop', serviceAccount: 'basket' }],
};

function objects(given: TraceCollectorProps): Json[] {
  const chart = new Chart(new App(), 'test');
  new TraceCollector(chart, 'collector', given);
  return chart.toJson();
}
const of = (all: readonly Json[], kind: string): Json => all.find((object) => at(object, 'kind') === kind) ?? null;

test('takes OTLP in and hands it on to Jaeger, and never outgrows its memory', () => {
  const data = at(of(objects(props), 'ConfigMap'), 'data');
  const config = load(
    typeof data === 'object' && data !== null && !Array.isArray(data) ? String(data['config.yaml']) : '',
  );
  expect(config).toMatchObject({
    receivers: { otlp: { protocols: { grpc: { endpoint: expect.stringMatching(/^\$\{env:POD_IP\}:4317$/) } } } },
    exporters: { 'otlp/jaeger': { endpoint: 'jaeger-collector.tracing.svc.cluster.local:4317' } },
    service: {
      pipelines: {
        traces: { receivers: ['otlp'], processors: ['memory_limiter', 'batch'], exporters: ['otlp/jaeger'] },
      },
    },
  });
});

test('names its ports so that a mesh knows their protocol, and runs without rights', () => {
  const all = objects(props);
  expect(at(of(all, 'Service'), 'spec.ports')).toEqual([
    { name: 'grpc-otlp', port: 4317, targetPort: 'grpc-otlp', appProtocol: 'grpc' },
    { name: 'http-otlp', port: 4318, targetPort: 'http-otlp', appProtocol: 'http' },
  ]);
  const pod = at(of(all, 'Deployment'), 'spec.template.spec') ?? null;
  expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
  expect(at(pod, 'containers[0].securityContext')).toMatchObject({ readOnlyRootFilesystem: true });
  expect(at(pod, 'containers[0].image')).toBe('otel/opentelemetry-collector-contrib:0.156.0');
});

test('lets named senders in, by network and by identity, and out to Jaeger alone', () => {
  const all = objects(props);
  expect(
    all.filter((object) => at(object, 'kind') === 'Server').map((object) => at(object, 'spec.proxyProtocol')),
  ).toEqual(['gRPC', 'HTTP/1']);
  expect(at(of(all, 'NetworkPolicy'), 'spec.ingress[0].from')).toEqual([
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } },
  ]);
  expect(at(of(all, 'NetworkPolicy'), 'spec.egress[0]')).toEqual({
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'tracing' } },
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'jaeger' } },
      },
    ],
    ports: [
      { protocol: 'TCP', port: 4317 },
      { protocol: 'TCP', port: 4143 },
    ],
  });
});

test('makes nothing of a mesh where there is none', () => {
  const kinds = objects({ ...props, cluster: new Cluster('plain', common) }).map((object) => at(object, 'kind'));
  expect(kinds).not.toContain('Server');
});

test('restarts when its configuration changes', () => {
  const checksum = (given: TraceCollectorProps) =>
    at(of(objects(given), 'Deployment'), 'spec.template.metadata.annotations')?.['checksum/config' as never];
  expect(checksum(props)).not.toBe(checksum({ ...props, jaegerNamespace: 'jaeger' }));
});

test.each<[string, Partial<TraceCollectorProps>, string]>([
  ['no sender', { senders: [] }, 'senders is an empty list, expected a list of at least 1'],
  [
    'an image without version',
    { image: { repository: 'otel/collector', tag: 'latest' } },
    "image.tag is 'latest', expected a version",
  ],
  [
    'a limit below its request',
    { resources: { cpu: { request: '1', limit: '500m' }, memory: { request: '1Mi', limit: '2Mi' } } },
    'resources.cpu.limit is 500m, expected at least the request of 1',
  ],
])('fails for %s', (_, wrong, sentence) => {
  expect(refusal(() => objects({ ...props, ...wrong })).join('\n')).toContain(sentence);
});
