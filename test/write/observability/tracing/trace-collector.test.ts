import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { Json, ManifestObject } from '../../../../lib/manifest/object.js';
import { addApplication } from '../../../../lib/write/application/add-application.js';
import type { Mesh } from '../../../../lib/write/fleet/mesh.js';
import { linkerdTracingValues } from '../../../../lib/write/observability/tracing/linkerd.js';
import {
  type TraceCollectorOptions,
  traceCollector,
} from '../../../../lib/write/observability/tracing/trace-collector.js';
import { Fleet } from '../../../../lib/write/platform/fleet.js';
import { WORKLOAD } from '../../../../lib/write/workload/workload.js';
import { at, find, objectsOf } from '../../../support/synth.js';
import { clusterWith, edge, exit, hub, prometheus, wayIn, web } from '../../istio/shop.js';

const jaeger = {
  kind: 'external',
  name: 'jaeger-collector',
  namespace: 'observability',
  serviceAccount: 'jaeger',
  podLabels: { 'app.kubernetes.io/name': 'jaeger' },
} as const;

function config(options: Partial<TraceCollectorOptions> = {}): unknown {
  const volume = traceCollector(hub, { jaeger, ...options }).workload.volumes?.['config'];
  return volume?.kind === 'config' ? load(volume.files['config.yaml'] ?? '') : undefined;
}

/** The objects of an application whose collector is one of its services. */
function synthesized(mesh: Mesh): ManifestObject[] {
  const fleet = new Fleet('shop');
  const { kubernetesVersion, nodeAddresses, podCidrs, serviceCidrs } = clusterWith(mesh);
  const cluster = fleet.addCluster('hub', { kubernetesVersion, nodeAddresses, podCidrs, serviceCidrs, mesh });
  const collector = traceCollector(cluster, { jaeger });
  const istio = mesh.kind === 'istio';
  const probed = {
    ...web,
    containers: web.containers.map((container) => ({
      ...container,
      probes: {
        readiness: { check: { kind: 'http', path: '/', port: 'api' } },
        liveness: { check: { kind: 'http', path: '/', port: 'api' } },
      } as const,
    })),
  };
  addApplication(
    cluster,
    {
      name: 'shop',
      cluster,
      profile: 'production',
      services: [
        { workload: probed, callers: 'nobody', ...(istio && { ingress: [wayIn()] }) },
        collector,
        ...(istio ? [{ workload: { ...probed, name: 'payer' }, callers: 'nobody' as const, egress: [bank] }] : []),
      ],
      prometheus,
      tracing: { collector: collector.workload, samplingPercent: 10 },
      ...(istio && { egressGateway: exit }),
    },
    { fallbacks: { tracing: 'set-on-the-control-plane' } },
  );
  return objectsOf(fleet, 'hub');
}

const bank = { host: 'bank.example.com', port: 443, protocol: 'tls' } as const;
const ISTIO: Mesh = { kind: 'istio', version: '1.31', cni: true };
const LINKERD: Mesh = { kind: 'linkerd', version: '2.20', cni: true };

/** Labels of the pods that a rule of a network policy names. */
const pods = (rules: Json | undefined, of: 'from' | 'to') =>
  (Array.isArray(rules) ? rules : []).map((rule) => [
    at(rule, `${of}[0].podSelector.matchLabels`),
    at(rule, 'ports')?.toString() === undefined ? [] : portsIn(at(rule, 'ports')),
  ]);
const portsIn = (ports: Json | undefined) => (Array.isArray(ports) ? ports : []).map((port) => at(port, 'port'));

describe('traceCollector', () => {
  test('takes OTLP in and hands it on to Jaeger, and never outgrows its memory', () => {
    expect(config()).toMatchObject({
      receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' } } } },
      exporters: { 'otlp/jaeger': { endpoint: 'jaeger-collector.observability.svc.cluster.local:4317' } },
      service: {
        pipelines: {
          traces: { receivers: ['otlp'], processors: ['memory_limiter', 'batch'], exporters: ['otlp/jaeger'] },
        },
      },
    });
    expect(config({ jaeger: { ...jaeger, name: 'traces' } })).toMatchObject({
      exporters: { 'otlp/jaeger': { endpoint: 'traces.observability.svc.cluster.local:4317' } },
    });
  });

  test('is a workload as any, whose name, namespace, size and image can be chosen', () => {
    const { workload } = traceCollector(hub, { jaeger });
    expect(WORKLOAD.faults('workload', workload)).toEqual([]);
    expect(workload).toMatchObject({ name: 'otel-collector', namespace: 'tracing', replicas: 2, userId: 10_001 });
    const image = { repository: 'otel/collector', tag: '1.0.0' };
    const resources = { cpu: { request: '1', limit: '2' }, memory: { request: '1Gi', limit: '2Gi' } };
    const chosen = { name: 'spans', namespace: 'spans', replicas: 3 };
    const { workload: other } = traceCollector(hub, { jaeger, ...chosen, image, resources });
    expect(other).toMatchObject({ ...chosen, containers: [{ image, resources }] });
  });

  test.each([
    ['istio', ISTIO, [4317], [8888, 15_020]],
    ['linkerd', LINKERD, [4143, 4317], [4143, 4191, 8888]],
  ] as const)(
    'lets the proxies of its application in and goes out to Jaeger alone, in %s',
    (kind, mesh, spans, figures) => {
      const objects = synthesized(mesh);
      const policy = objects.find(
        ({ kind: of, metadata }) => of === 'NetworkPolicy' && metadata.name === 'otel-collector',
      );
      expect(pods(at(policy ?? null, 'spec.egress'), 'to')).toEqual([[jaeger.podLabels, spans]]);
      const callers = pods(at(policy ?? null, 'spec.ingress'), 'from');
      expect(callers).toContainEqual([{ 'app.kubernetes.io/name': 'web' }, spans]);
      expect(callers).toContainEqual([prometheus.podLabels, figures]);
      if (kind === 'linkerd') {
        expect(
          at(find(objects, 'MeshTLSAuthentication', 'otel-collector-otlp.any.prefix'), 'spec.identityRefs'),
        ).toEqual([{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }]);
      } else {
        expect(callers).toContainEqual([{ 'app.kubernetes.io/name': edge.name }, spans]);
        expect(callers).toContainEqual([{ 'app.kubernetes.io/name': exit.name }, spans]);
      }
    },
  );

  test('is reached by gateways, and has no spans of its own in Istio', () => {
    const objects = synthesized(ISTIO);
    for (const gateway of [edge, exit]) {
      const policy = find(objects, 'NetworkPolicy', `${gateway.name}-to-shop`);
      expect(pods(at(policy, 'spec.egress'), 'to')).toContainEqual([
        { 'app.kubernetes.io/name': 'otel-collector' },
        [4317],
      ]);
    }
    expect(at(find(objects, 'Telemetry', 'otel-collector'), 'spec')).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'otel-collector' } },
      tracing: [{ disableSpanReporting: true }],
    });
  });
});

test('Linkerd sends spans to the collector with the given identity', () => {
  const { workload } = traceCollector(hub, { jaeger });
  expect(linkerdTracingValues({ collector: workload, samplingPercent: 1 }, hub)).toMatchObject({
    proxy: {
      tracing: {
        enabled: true,
        collector: {
          endpoint: 'otel-collector.tracing.svc.cluster.local:4317',
          meshIdentity: { namespace: 'tracing', serviceAccountName: 'otel-collector' },
        },
      },
    },
  });
  expect(linkerdTracingValues({ collector: jaeger, port: 14_317, samplingPercent: 1 }, hub)).toMatchObject({
    proxy: { tracing: { collector: { endpoint: 'jaeger-collector.observability.svc.cluster.local:14317' } } },
  });
});
