import { describe, expect, test } from 'vitest';
import type { ClusterProps } from '../../../lib/write/fleet/cluster-props.js';
import type { Mesh } from '../../../lib/write/fleet/mesh.js';
import { DEFAULT_PROMETHEUS } from '../../../lib/write/observability/prometheus.js';
import { DEFAULT_JAEGER } from '../../../lib/write/observability/tracing/fleet-tracing.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import type { FleetOptions } from '../../../lib/write/platform/fleet-options.js';
import type { MeshOptions } from '../../../lib/write/platform/mesh-options.js';
import { SHIPPED_ROOT } from '../../fixtures/roots.js';
import { at, filesOf, find, objectsOf, refusal } from '../../support/synth.js';

const LINKERD: Mesh = { kind: 'linkerd', version: '2.20', cni: true };
const ISTIO: Mesh = { kind: 'istio', version: '1.31', cni: true };
const props: ClusterProps = {
  kubernetesVersion: '1.33',
  nodeAddresses: ['192.0.2.1'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
};
const watched: FleetOptions = { roots: [SHIPPED_ROOT], prometheus: DEFAULT_PROMETHEUS };

function fleetOf(mesh: Mesh | undefined, options?: MeshOptions, fleetOptions: FleetOptions = watched): Fleet {
  const fleet = new Fleet('fleet', fleetOptions);
  fleet.addCluster('a', { ...props, ...(mesh && { mesh }) }).addMesh(options);
  return fleet;
}

/** Files of the fleet, without their stage numbers and ending. */
const written = (fleet: Fleet) =>
  [...filesOf(fleet).keys()].map((path) => path.slice('fleet/a/'.length).replace('.k8s.yaml', ''));
const objects = (mesh: Mesh, options?: MeshOptions, fleetOptions?: FleetOptions) =>
  objectsOf(fleetOf(mesh, options, fleetOptions), 'a').map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const without = (all: readonly string[], some: readonly string[]) => all.filter((one) => !some.includes(one));

describe.each([
  [
    'linkerd',
    LINKERD,
    ['PodMonitor linkerd-controller', 'PodMonitor linkerd-multicluster-controller', 'PodMonitor linkerd-proxy'],
  ],
  ['istio', ISTIO, ['PodMonitor istio-proxies', 'ServiceMonitor istiod']],
] as const)('addMesh with %s', (kind, mesh, monitors) => {
  test('makes trust, control plane, monitors, alerts and dashboards', () => {
    const files = written(fleetOf(mesh));
    expect(files).toContain('20-trust/trust');
    expect(files).toContain(`30-mesh/${kind}`);
    expect(files).toContain('80-observability/mesh-observability');
  });

  test('leaves out what is switched off, and that alone', () => {
    const all = objects(mesh);
    const trust = without(all, objects(mesh, { trust: false }));
    expect(trust).toContain(kind === 'linkerd' ? 'Certificate linkerd-identity-issuer' : 'Certificate cacerts');
    expect(trust.filter((name) => !/^(Certificate|Issuer|Bundle) /.test(name))).toEqual([]);
    expect(without(all, objects(mesh, { alerts: false }))).toEqual(['PrometheusRule mesh']);
    expect(
      without(all, objects(mesh, { monitors: false }))
        .filter((name) => /Monitor /.test(name))
        .sort(),
    ).toEqual([...monitors].sort());
    const dashboards = without(all, objects(mesh, { dashboards: false }));
    expect(dashboards.length).toBeGreaterThan(1);
    expect(dashboards.filter((name) => !name.startsWith('ConfigMap dashboard-'))).toEqual([]);
    expect(written(fleetOf(mesh, { controlPlane: false }))).not.toContain(`30-mesh/${kind}`);
  });

  test('makes nothing for a Prometheus where the fleet has none', () => {
    const observed = objects(mesh, {}, { roots: [SHIPPED_ROOT] }).filter((name) =>
      /Monitor |PrometheusRule |ConfigMap dashboard-/.test(name),
    );
    expect(observed).toEqual([]);
  });

  test('installs no control plane where others do', () => {
    const files = written(fleetOf({ ...mesh, controlPlane: 'others' }));
    expect(files).toContain('20-trust/trust');
    expect(files.filter((file) => file.endsWith(`/${kind}`))).toEqual([]);
  });

  test('exempts what admits peers without identity on purpose from the alert on them', () => {
    const rules = (options: MeshOptions) =>
      JSON.stringify(find(objectsOf(fleetOf(mesh, options), 'a'), 'PrometheusRule', 'mesh'));
    const name = kind === 'istio' ? 'public/gatehouse' : 'gatehouse';
    expect(rules({})).not.toContain('gatehouse');
    expect(rules({ alerts: { unauthenticated: [name] } })).toContain('gatehouse');
  });
});

test('a value of the control plane that is stated wins, and its neighbors stay', () => {
  const monitor = (options: MeshOptions) =>
    at(find(objectsOf(fleetOf(LINKERD, options), 'a'), 'PodMonitor', 'linkerd-proxy'), 'spec.podMetricsEndpoints[0]');
  expect(monitor({})).toMatchObject({ interval: '15s', scrapeTimeout: '10s' });
  expect(monitor({ controlPlane: { values: { podMonitor: { scrapeInterval: '30s' } } } })).toMatchObject({
    interval: '30s',
    scrapeTimeout: '10s',
  });
});

test('proxies send spans to the collector of the fleet, beside what else the control plane is told', () => {
  const tracing = { jaeger: DEFAULT_JAEGER, samplingPercent: 10 };
  const shared = { roots: [SHIPPED_ROOT], tracing };
  const config = (fleetOptions: FleetOptions) =>
    at(
      find(
        objectsOf(fleetOf(ISTIO, { controlPlane: { meshConfig: { accessLogEncoding: 'TEXT' } } }, fleetOptions), 'a'),
        'Istio',
        'default',
      ),
      'spec.values.meshConfig',
    );
  const provider = {
    name: 'opentelemetry',
    opentelemetry: { service: 'otel-collector.tracing.svc.cluster.local', port: 4317 },
  };
  expect(config(shared)).toMatchObject({ accessLogEncoding: 'TEXT', extensionProviders: [provider] });
  expect(config({ roots: [SHIPPED_ROOT] })).not.toMatchObject({ extensionProviders: [provider] });
  const log = { controlPlane: { values: { proxy: { accessLog: 'json' as const } } } };
  const injected = (fleetOptions: FleetOptions) =>
    String(at(find(objectsOf(fleetOf(LINKERD, log, fleetOptions), 'a'), 'ConfigMap', 'linkerd-config'), 'data.values'));
  expect(injected(shared)).toContain('accessLog: json');
  expect(injected(shared)).toContain('endpoint: otel-collector.tracing.svc.cluster.local:4317');
  expect(injected({ roots: [SHIPPED_ROOT] })).not.toContain('otel-collector');
});

test('the roots of another trust than the fleet are those of the control plane as well', () => {
  const certificates = [SHIPPED_ROOT];
  const options: MeshOptions = { trust: { root: { kind: 'issuer', name: 'vault', certificates } } };
  const config = (fleet: Fleet) => at(find(objectsOf(fleet, 'a'), 'ConfigMap', 'linkerd-config'), 'data.values');
  expect(config(fleetOf(LINKERD, options, {}))).toBe(config(fleetOf(LINKERD, {}, { roots: certificates })));
});

describe('fails', () => {
  const said = (...input: Parameters<typeof fleetOf>) => refusal(() => filesOf(fleetOf(...input)));

  test('without a mesh, once where the mesh itself is wrong', () => {
    expect(said(undefined)).toEqual([
      "Cluster 'a': mesh is absent, but addMesh is called, expected the mesh of the cluster. Set mesh in addCluster, or remove the call.",
    ]);
    expect(said({ kind: 'linkerd', version: '9' } as never)).toEqual([
      "Cluster 'a': mesh.version is '9', expected '2.19' or '2.20'. Correct it.",
    ]);
  });

  test('without a root', () => {
    expect(said(LINKERD, {}, {})).toEqual([
      "Cluster 'a': addMesh: trust.root is absent, and the fleet has no roots, expected the root of the certificates. Set roots in new Fleet, or trust.root here, or trust: false if the certificates come from elsewhere.",
    ]);
  });

  test('for options that are none', () => {
    expect(said(LINKERD, { dashboard: false, alerts: true, trust: 3, monitors: 'no' } as never)).toEqual([
      "Cluster 'a': addMesh: alerts is true, expected false, or an object. Correct it, or remove it to use the default.",
      "Cluster 'a': addMesh: dashboard is an unknown option, expected dashboards. Did you mean dashboards? Correct the name.",
      "Cluster 'a': addMesh: monitors is 'no', expected true or false. Correct it, or remove it to use the default.",
      "Cluster 'a': addMesh: trust is 3, expected false, or an object. Correct it, or remove it to use the default.",
    ]);
  });

  test("for an option of the other mesh's control plane", () => {
    expect(said(LINKERD, { controlPlane: { scrapers: ['monitoring'] } })).toEqual([
      expect.stringMatching(/^LinkerdControlPlane 'a': scrapers is an unknown option, /),
    ]);
  });

  test('for what only a Prometheus would read', () => {
    expect(said(LINKERD, { monitors: true, alerts: {}, dashboards: false }, { roots: [SHIPPED_ROOT] })).toEqual([
      "Cluster 'a': addMesh: alerts is set, but the fleet has no Prometheus, expected a Prometheus that reads them. Set prometheus in new Fleet, or remove alerts.",
      "Cluster 'a': addMesh: monitors is set, but the fleet has no Prometheus, expected a Prometheus that reads them. Set prometheus in new Fleet, or remove monitors.",
    ]);
  });

  test('once for options of the fleet that are none', () => {
    expect(said(LINKERD, {}, { roots: 'root', prometheus: { serviceAccount: 'Watch' } } as never)).toEqual([
      expect.stringMatching(/^Fleet 'fleet': prometheus\.namespace is absent, /),
      expect.stringMatching(/^Fleet 'fleet': prometheus\.serviceAccount is 'Watch', /),
      "Fleet 'fleet': roots is 'root', expected a list, each text. Correct it, or remove it to use the default.",
    ]);
  });
});

test('a mesh that is added twice is refused in one sentence', () => {
  const fleet = fleetOf(LINKERD);
  for (const cluster of fleet.clusters) cluster.addMesh({ dashboards: false });
  expect(refusal(() => filesOf(fleet))).toEqual([
    "Cluster 'a': addMesh is called more than once, expected one call: a cluster has one mesh. Call addMesh once, with all of its options.",
  ]);
});
