import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { Json, ManifestObject } from '../../../lib/manifest/object.js';
import { addApplication } from '../../../lib/write/application/add-application.js';
import { addObservability, type ObservabilityOptions } from '../../../lib/write/application/add-observability.js';
import type { Mesh } from '../../../lib/write/fleet/mesh.js';
import { type ApplicationObjectives, objectivesOf } from '../../../lib/write/observability/application-objectives.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import type { Application } from '../../../lib/write/workload/intents/application.js';
import { resolve } from '../../../lib/write/workload/intents/resolve.js';
import type { Workload } from '../../../lib/write/workload/workload.js';
import { network } from '../../support/application.js';
import { at, find, objectsOf, refusal } from '../../support/synth.js';
import {
  called,
  clusterWith,
  collector,
  stock as plainStock,
  prometheus,
  shop,
  wayIn,
  web,
  workload,
} from '../istio/shop.js';

const ISTIO: Mesh = { kind: 'istio', version: '1.31', cni: true };
const LINKERD: Mesh = { kind: 'linkerd', version: '2.20', cni: true };

const probed = (plain: Workload): Workload => {
  const check = { kind: 'exec', command: ['true'] } as const;
  const probes = { readiness: { check }, liveness: { check } };
  return { ...plain, containers: plain.containers.map((container) => ({ ...container, probes })) };
};
const stock = probed(plainStock);
const measured = probed({
  ...web,
  ports: [...(web.ports ?? []), { name: 'metrics', port: 9090, appProtocol: 'http' as const }],
});
/** What a program passes that no compiler saw. */
const absent = () => undefined as never;

const services = [
  called(measured, {
    timeout: Duration.seconds(3),
    metrics: { port: 'metrics', path: '/figures' },
    callers: [{ from: stock, port: 'api' }],
  }),
  called(stock, { callers: [{ from: measured, port: 'sync' }] }),
];

function watched(mesh: Mesh, changes: Partial<Application> = {}, options?: ObservabilityOptions): ManifestObject[] {
  const fleet = new Fleet('shop');
  const cluster = fleet.addCluster('hub', { ...network, mesh });
  const application = shop(services, { cluster, prometheus, ...changes });
  addObservability(cluster, application, options);
  addObservability(
    cluster,
    {
      ...application,
      name: 'till',
      services: [called(probed(workload('till')), { callers: [{ from: collector, port: 'api' }] })],
    },
    { ...options, objectives: {} },
  );
  return objectsOf(fleet, 'hub');
}

const names = (objects: readonly ManifestObject[], kind: string) =>
  objects.filter((object) => object.kind === kind).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

const groups = (rules: Json): string[] => {
  const all = at(rules, 'spec.groups');
  return Array.isArray(all) ? all.map((group) => String(at(group, 'name'))) : [];
};

describe('addObservability', () => {
  test('reads services of Linkerd at their own ports, under the name that the pods give them', () => {
    const monitor = watched(LINKERD).find(({ kind }) => kind === 'PodMonitor') ?? null;
    expect(at(monitor, 'spec')).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
      podMetricsEndpoints: [{ port: 'http-metrics', path: '/figures', interval: '15s', scrapeTimeout: '10s' }],
    });
  });

  test('reads services of Istio at the agents, which show their figures too', () => {
    const objects = watched(ISTIO);
    expect(names(objects, 'PodMonitor')).toEqual(['istio-system/istio-proxies']);
    expect(names(objects, 'ServiceMonitor')).toEqual(['istio-system/istiod']);
  });

  test.each([
    [ISTIO, 'istio-system', ['istio-control-plane', 'istio-certificates', 'istio-mesh', 'certificates']],
    [LINKERD, 'linkerd', ['linkerd-control-plane', 'linkerd-identity', 'linkerd-proxies', 'certificates']],
  ] as const)(
    'tells of the mesh and its certificates once for all applications: $0.kind',
    (mesh, namespace, expected) => {
      const objects = watched(mesh);
      expect(names(objects, 'PrometheusRule')).toEqual([
        `${namespace}/mesh`,
        'shop/shop-objectives',
        'shop/till-objectives',
      ]);
      expect(groups(find(objects, 'PrometheusRule', 'mesh'))).toEqual(expected);
      expect(names(objects, 'ConfigMap')).toEqual(
        ['errors', 'flow', 'mesh', 'service', 'trust'].map((view) => `${namespace}/dashboard-${mesh.kind}-${view}`),
      );
    },
  );

  test('bears the labels that Prometheus looks for', () => {
    const objects = watched(LINKERD, {}, { selectorLabels: { release: 'prometheus' } });
    const read = objects.filter(({ kind }) => kind === 'PrometheusRule' || kind === 'PodMonitor');
    expect(read.map(({ metadata }) => metadata.labels?.['release'])).toEqual(read.map(() => 'prometheus'));
  });

  test.each([
    [LINKERD, 'LinkerdUnauthenticatedTraffic', 'leaves', 'authz_name!~"probe|.+[.]kubelet|leaves"'],
    [ISTIO, 'IstioPlaintextTraffic', 'shop/web', 'label_replace(vector(1), "destination_workload_namespace", "shop"'],
  ] as const)('is silent about whom $0.kind admits without identity on purpose', (mesh, alert, known, expected) => {
    const rules = find(watched(mesh, {}, { unauthenticated: [known] }), 'PrometheusRule', 'mesh');
    expect(JSON.stringify(rules)).toContain(alert);
    expect(JSON.stringify(rules)).toContain(JSON.stringify(expected).slice(1, -1));
  });

  test('is silent about whom a gateway on Linkerd lets in, who has no identity', () => {
    const entered = services.map((service) =>
      service.workload === measured ? { ...service, ingress: [wayIn()] } : service,
    );
    const rules = JSON.stringify(find(watched(LINKERD, { services: entered }), 'PrometheusRule', 'mesh'));
    expect(rules).toContain('authz_name!~\\"probe|.+[.]kubelet|edge-http-networks|edge-https-networks\\"');
    expect(JSON.stringify(find(watched(ISTIO, { services: entered }), 'PrometheusRule', 'mesh'))).not.toContain(
      'edge-http',
    );
  });

  test.each([
    [LINKERD, 'late-http-networks'],
    [ISTIO, 'late-plaintext'],
  ] as const)('is silent about whom a later application admits without identity, on %o', (mesh, known) => {
    const fleet = new Fleet('shop');
    const cluster = fleet.addCluster('hub', { ...network, mesh });
    const application = { ...shop(services, { cluster, prometheus }), cluster };
    addObservability(cluster, application);
    const later = [called(probed(workload('till')), { callers: [{ from: collector, port: 'api' }] })];
    addObservability(
      cluster,
      { ...application, name: 'later', services: later },
      { unauthenticated: [`shop/${known}`] },
    );
    expect(JSON.stringify(find(objectsOf(fleet, 'hub'), 'PrometheusRule', 'mesh'))).toContain(known);
  });

  test('fails for an application without Prometheus', () => {
    const fleet = new Fleet('shop');
    const cluster = fleet.addCluster('hub', { ...network, mesh: ISTIO });
    addObservability(cluster, shop([called(stock, { callers: 'nobody' })], { cluster }));
    expect(refusal(() => objectsOf(fleet, 'hub'))).toEqual([
      "Application 'shop': prometheus is none, expected the Prometheus that observes the application. Set it: without it the meshes admit no scrape.",
    ]);
  });

  test.each<[string, Partial<Application>]>([
    ['a caller that is not there', { services: [called(measured, { callers: [{ from: absent(), port: 'api' }] })] }],
    ['a time given as text', { services: [called(measured, { timeout: '30s' as never }), ...services.slice(1)] }],
    ['a service listed twice', { services: [...services, ...services.slice(0, 1)] }],
    ['no services', { services: absent() }],
    ['no name', { name: absent() }],
    ['a name that is none', { name: 'Shop_1' }],
  ])('adds nothing to what addApplication says of an application with %s', (_, changes) => {
    const said = (watch: boolean) => {
      const fleet = new Fleet('shop');
      const cluster = fleet.addCluster('hub', { ...network, mesh: LINKERD });
      const application = shop(services, { cluster, prometheus, ...changes });
      addApplication(cluster, application);
      if (watch) addObservability(cluster, application);
      return refusal(() => objectsOf(fleet, 'hub'));
    };
    expect(said(false)).toHaveLength(1);
    expect(said(true)).toEqual(said(false));
  });

  test('fails without an application or a cluster, and with options that no compiler saw', () => {
    const fleet = new Fleet('shop');
    const cluster = fleet.addCluster('hub', { ...network, mesh: LINKERD });
    addObservability(cluster, absent());
    addObservability(cluster, shop(services, { cluster, prometheus }), { objectives: 3, labels: {} } as never);
    expect(refusal(() => objectsOf(fleet, 'hub'))).toEqual([
      "Application 'shop': options of addObservability: labels is an unknown option, expected one of objectives, selectorLabels, unauthenticated. Remove it, or correct its name.",
      "Application 'shop': options of addObservability: objectives is 3, expected an object, each value 'none', or an object. Correct it, or remove it to use the default.",
      'Application: props is absent, expected an object with name, cluster, profile, services. Set it.',
    ]);
    expect(refusal(() => addObservability(absent(), shop(services)))).toEqual([
      'addObservability: cluster: props is absent, expected what addCluster of a Fleet returned. Set it.',
    ]);
  });

  test('fails for an objective of what answers no requests', () => {
    expect(refusal(() => watched(ISTIO, {}, { objectives: { stock: 'none' } }))[0]).toBe(
      "Application 'shop': objectives.stock is not the name of a service that answers requests, expected web. Correct the name, or remove the objective: no request would count for it.",
    );
  });
});

const objectives = (application: Application, stated: ApplicationObjectives = {}) =>
  objectivesOf(resolve(application), stated);

describe('objectivesOf', () => {
  const application = shop(services, { prometheus });

  test('asks for 99.9 %, and answers within half of the timeout, for what answers requests', () => {
    expect(objectives(application)).toEqual([
      {
        mesh: 'istio',
        workload: { namespace: 'shop', name: 'web', kind: 'deployment' },
        availability: 0.999,
        latency: { share: 0.99, milliseconds: 1000 },
      },
    ]);
    const meshed = { ...application, cluster: clusterWith(LINKERD) };
    expect(objectives(meshed)[0]).toMatchObject({ mesh: 'linkerd', latency: { milliseconds: 1000 } });
  });

  test('takes the stated targets instead, and none for a service without objectives', () => {
    const latency = { share: 0.9, milliseconds: 250 };
    expect(objectives(application, { web: { availability: 0.99, latency } })).toMatchObject([
      { availability: 0.99, latency },
    ]);
    expect(objectives(application, { web: 'none' })).toEqual([]);
  });

  test('has no target for the time where callers wait for ever, or not even for the smallest that is counted', () => {
    const callers = [{ from: stock, port: 'api' }];
    expect(objectives(shop([called(web, { callers })]))[0]).not.toHaveProperty('latency');
    const hasty = shop([called(web, { callers, timeout: Duration.millis(1) })], { cluster: clusterWith(LINKERD) });
    expect(objectives(hasty)[0]).not.toHaveProperty('latency');
  });

  test('counts the versions that answer callers, not one that gets copies alone', () => {
    const versions = [{ name: 'v1' }, { name: 'v2' }];
    const of = (weights: { v1: number; v2: number }, pins = false) =>
      objectives(
        shop([
          called(workload('web', { versions, kind: 'StatefulSet' }), {
            release: {
              weights,
              ...(pins && { pins: [{ when: { kind: 'header', name: 'x', value: 'y' }, version: 'v2' }] }),
            },
            mirror: { version: 'v2', percent: 5 },
            callers: [{ from: stock, port: 'api' }],
          }),
        ]),
      )[0]?.workload;
    expect(of({ v1: 100, v2: 0 })).toEqual({
      namespace: 'shop',
      name: 'web',
      kind: 'statefulset',
      members: ['web-v1'],
    });
    expect(of({ v1: 90, v2: 10 })?.members).toEqual(['web-v1', 'web-v2']);
    expect(of({ v1: 100, v2: 0 }, true)?.members).toEqual(['web-v1', 'web-v2']);
  });

  test('has no objective without a mesh, nor for the collector of its own spans', () => {
    expect(objectives({ ...application, cluster: clusterWith(undefined) })).toEqual([]);
    expect(objectives({ ...application, tracing: { collector: measured, samplingPercent: 1 } })).toEqual([]);
  });
});
