import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import type { Json } from '../../../../lib/manifest/object.js';
import { Cluster } from '../../../../lib/write/fleet/cluster.js';
import { brokerSettings } from '../../../../lib/write/nats/broker-settings.js';
import { IstioMonitors } from '../../../../lib/write/observability/monitors/istio.js';
import { LinkerdScrapeAccess, linkerdMonitorValues } from '../../../../lib/write/observability/monitors/linkerd.js';
import { NatsMonitor } from '../../../../lib/write/observability/monitors/nats.js';
import { PodMetrics } from '../../../../lib/write/observability/monitors/pod-metrics.js';
import { ScrapeAccess } from '../../../../lib/write/observability/monitors/scrape-access.js';
import { WorkloadMetrics } from '../../../../lib/write/observability/monitors/workload-metrics.js';
import { DEFAULT_PROMETHEUS } from '../../../../lib/write/observability/prometheus.js';
import { at, refusal } from '../../../support/synth.js';

const meshed = new Cluster('shop', {
  kubernetesVersion: '1.33',
  mesh: { kind: 'linkerd', version: '2.20', cni: true },
  nodeAddresses: ['192.0.2.1'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
});
const plain = new Cluster('plain', {
  kubernetesVersion: '1.33',
  nodeAddresses: ['192.0.2.2'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
});
const prometheus = { ...DEFAULT_PROMETHEUS, selectorLabels: { release: 'prometheus' } };
const workload = {
  namespace: 'shop',
  name: 'basket',
  podLabels: { app: 'basket' },
  port: { name: 'metrics', number: 9102 },
  prometheus,
};

function objects(build: (chart: Chart) => unknown): Json[] {
  const chart = new Chart(new App(), 'test');
  build(chart);
  return chart.toJson();
}

const named = (all: readonly Json[], kind: string, name?: string): Json =>
  all.find((object) => at(object, 'kind') === kind && (name === undefined || at(object, 'metadata.name') === name)) ??
  null;

test('a pod monitor scrapes every 15 seconds and has the labels that Prometheus selects', () => {
  const [monitor = null] = objects(
    (chart) =>
      new PodMetrics(chart, 'a', { namespace: 'a', name: 'b', podLabels: { app: 'b' }, port: 'metrics', prometheus }),
  );
  expect(at(monitor, 'metadata.labels')).toEqual({ release: 'prometheus' });
  expect(at(monitor, 'spec')).toEqual({
    selector: { matchLabels: { app: 'b' } },
    podMetricsEndpoints: [{ port: 'metrics', interval: '15s', scrapeTimeout: '10s' }],
  });
});

test('a workload of the mesh admits Prometheus by its pods and by its identity', () => {
  const all = objects((chart) => new WorkloadMetrics(chart, 'a', { cluster: meshed, ...workload }));
  expect(all.map((object) => `${at(object, 'kind')} ${at(object, 'metadata.name')}`)).toEqual([
    'PodMonitor basket',
    'NetworkPolicy basket-scrape',
    'Server basket-metrics',
    'MeshTLSAuthentication basket-metrics-callers',
    'AuthorizationPolicy basket-metrics-callers',
  ]);
  expect(at(named(all, 'NetworkPolicy'), 'spec.ingress[0].ports')).toEqual([
    { protocol: 'TCP', port: 9102 },
    { protocol: 'TCP', port: 4143 },
  ]);
  expect(at(named(all, 'NetworkPolicy'), 'spec.ingress[0].from')).toEqual([
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
    },
  ]);
  expect(at(named(all, 'MeshTLSAuthentication'), 'spec.identityRefs')).toEqual([
    { kind: 'ServiceAccount', name: 'prometheus', namespace: 'monitoring' },
  ]);
});

test('a workload outside the mesh needs only the network policy', () => {
  const all = objects((chart) => new WorkloadMetrics(chart, 'a', { cluster: plain, ...workload }));
  expect(all.map((object) => at(object, 'kind'))).toEqual(['PodMonitor', 'NetworkPolicy']);
  expect(at(named(all, 'NetworkPolicy'), 'spec.ingress[0].ports')).toEqual([{ protocol: 'TCP', port: 9102 }]);
});

test('a scrape access without labels opens the ports of all pods of its namespace', () => {
  const [policy = null] = objects(
    (chart) => new ScrapeAccess(chart, 'a', { namespace: 'a', name: 'b', ports: [4191, 4191], prometheus }),
  );
  expect(at(policy, 'spec.podSelector')).toEqual({});
  expect(at(policy, 'spec.ingress[0].ports')).toEqual([{ protocol: 'TCP', port: 4191 }]);
});

test('a namespace that denies by default lets Prometheus in to every proxy, by network and by identity', () => {
  const all = objects((chart) => new LinkerdScrapeAccess(chart, 'a', { namespace: 'shop', prometheus }));
  expect(at(named(all, 'NetworkPolicy'), 'spec')).toMatchObject({
    podSelector: {},
    ingress: [{ ports: [{ protocol: 'TCP', port: 4191 }] }],
  });
  expect(at(named(all, 'Server'), 'spec')).toMatchObject({ podSelector: { matchLabels: {} }, port: 4191 });
  expect(at(named(all, 'MeshTLSAuthentication'), 'spec.identityRefs')).toEqual([
    { kind: 'ServiceAccount', name: 'prometheus', namespace: 'monitoring' },
  ]);
});

test('Istio is read at istiod, and at the port of the agents, which show the figures of proxy and workload', () => {
  const all = objects((chart) => new IstioMonitors(chart, 'a', { prometheus }));
  expect(at(named(all, 'ServiceMonitor'), 'spec')).toMatchObject({
    selector: { matchLabels: { istio: 'pilot' } },
    endpoints: [{ port: 'http-monitoring', interval: '15s' }],
  });
  expect(at(named(all, 'PodMonitor', 'istio-proxies'), 'spec')).toMatchObject({
    namespaceSelector: { any: true },
    podMetricsEndpoints: [
      {
        port: 'http-envoy-prom',
        path: '/stats/prometheus',
        interval: '15s',
        relabelings: [
          { action: 'keep', regex: 'istio-proxy' },
          { regex: '(.+):15090', replacement: '$1:15020' },
        ],
      },
    ],
  });
});

test('Linkerd is read by the monitors of its control plane, as often as all else', () => {
  expect(linkerdMonitorValues(prometheus)).toEqual({
    podMonitor: { enabled: true, scrapeInterval: '15s', scrapeTimeout: '10s', labels: { release: 'prometheus' } },
  });
});

test('NATS is read at the exporter, by the labels of its pods', () => {
  const scraper = { serviceAccount: 'prometheus', namespace: 'monitoring' };
  const server = brokerSettings({
    cluster: meshed,
    secrets: { kind: 'credentials' },
    exporter: { scrapers: [scraper] },
  }).settings;
  const [monitor = null] = objects((chart) => new NatsMonitor(chart, 'a', { server, prometheus }));
  expect(at(monitor, 'spec')).toMatchObject({
    selector: { matchLabels: { app: 'nats-broker' } },
    podMetricsEndpoints: [{ port: 'metrics' }],
  });
});

test('fails for NATS servers whose figures Prometheus cannot read', () => {
  const props = { cluster: meshed, secrets: { kind: 'credentials' } } as const;
  const without = brokerSettings(props).settings;
  const other = brokerSettings({
    ...props,
    exporter: { scrapers: [{ serviceAccount: 'other', namespace: 'monitoring' }] },
  }).settings;
  expect(refusal(() => objects((chart) => new NatsMonitor(chart, 'a', { server: without, prometheus })))).toEqual([
    expect.stringContaining('is a server without exporter, expected one whose exporter admits Prometheus'),
  ]);
  expect(refusal(() => objects((chart) => new NatsMonitor(chart, 'a', { server: other, prometheus })))).toEqual([
    expect.stringContaining(
      'is monitoring/prometheus, which the exporter does not admit, expected one of monitoring/other',
    ),
  ]);
});

test.each([
  ['port', { port: 'Metrics' }],
  ['path', { path: 'metrics' }],
] as const)('fails for a %s that cannot be', (field, wrong) => {
  const props = { namespace: 'a', name: 'b', podLabels: {}, port: 'metrics', prometheus, ...wrong };
  expect(refusal(() => objects((chart) => new PodMetrics(chart, 'a', props))).join()).toContain(`${field} is`);
});
