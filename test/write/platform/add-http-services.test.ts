import { Size } from 'cdk8s';
import { expect, test } from 'vitest';
import {
  DEFAULT_JAEGER,
  Fleet,
  type FleetOptions,
  type HttpApplication,
  httpServices,
  redis,
} from '../../../lib/index.js';
import { SHIPPED_ROOT } from '../../fixtures/roots.js';
import { at, delta, filesOf, find, objectsOf, refusal } from '../../support/synth.js';

const watched: FleetOptions = {
  roots: [SHIPPED_ROOT],
  prometheus: { namespace: 'monitoring' },
  secrets: { kind: 'external-secrets', storeName: 'vault' },
};
const traced: FleetOptions = { ...watched, tracing: { samplingPercent: 25 } };
const images = { folder: 'registry.example.com/shop', tag: '1.4.0' };
const calls: HttpApplication<'web' | 'orders'>['calls'] = [['web', 'orders', ['GET'], '/v1/orders/*']];
const stores = [redis({ namespace: 'shop', volumeSize: Size.gibibytes(1) })];
const services = { web: { port: 8000 }, orders: { stores: ['redis'] } };
const shop: HttpApplication<'web' | 'orders'> = { images, services, calls, stores };

function clusterOf(options: FleetOptions) {
  const fleet = new Fleet('fleet', options);
  const cluster = fleet.addCluster('main', {
    kubernetesVersion: '1.34',
    mesh: { kind: 'linkerd', version: '2.20', cni: true, gatewayApi: { release: '1.5.1' } },
    nodeAddresses: ['192.0.2.1'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  });
  cluster.addMesh();
  return { fleet, cluster };
}

function fleetOf(changes: object = {}, options = watched, name = 'shop'): Fleet {
  const { fleet, cluster } = clusterOf(options);
  cluster.addHttpServices(name, { ...shop, ...changes });
  return fleet;
}
const said = (...input: Parameters<typeof fleetOf>) => refusal(() => filesOf(fleetOf(...input)));
const environmentOf = (...input: Parameters<typeof fleetOf>) =>
  at(find(objectsOf(fleetOf(...input), 'main'), 'Deployment', 'orders'), 'spec.template.spec.containers[0].env');

test('makes what services, passwords and application make apart', () => {
  const { fleet, cluster } = clusterOf(watched);
  cluster.addApplication({ name: 'shop', services: httpServices({ ...shop, namespace: 'shop' }) });
  cluster.addPassword({ namespace: 'shop', name: 'redis-password' });
  expect(filesOf(fleetOf())).toEqual(filesOf(fleet));
});

test('puts services into the namespace that is stated', () => {
  const elsewhere = [redis({ namespace: 'store', volumeSize: Size.gibibytes(1) })];
  const objects = objectsOf(fleetOf({ namespace: 'store', stores: elsewhere }), 'main');
  expect(find(objects, 'Deployment', 'orders').metadata.namespace).toBe('store');
  expect(find(objects, 'ExternalSecret', 'redis-password').metadata.namespace).toBe('store');
});

test('tells services where their spans go where the fleet traces, and what is stated wins', () => {
  expect(JSON.stringify(environmentOf())).not.toContain('OTEL_');
  expect(environmentOf({}, traced)).toEqual(
    expect.arrayContaining([
      { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://otel-collector.tracing.svc.cluster.local:4317' },
      { name: 'OTEL_SERVICE_NAME', value: 'orders' },
      { name: 'OTEL_TRACES_SAMPLER_ARG', value: '0.25' },
    ]),
  );
  expect(environmentOf({ env: { OTEL_TRACES_SAMPLER_ARG: '1' } }, traced)).toContainEqual({
    name: 'OTEL_TRACES_SAMPLER_ARG',
    value: '1',
  });
});

test('leaves the spans of services alone where the application has a tracing of its own', () => {
  const tracing = { collector: { ...DEFAULT_JAEGER, name: 'spans' }, samplingPercent: 1 };
  const fallbacks = { tracing: 'set-on-the-control-plane' };
  expect(JSON.stringify(environmentOf({ tracing, fallbacks }, traced))).not.toContain('OTEL_');
});

test('hands options of the application on', () => {
  const lost = delta(filesOf(fleetOf()), filesOf(fleetOf({ observability: false })));
  expect(JSON.stringify(lost)).toContain('shop-objectives');
  const connectionPool = { maxConnections: 10 };
  const limited = { services: { ...services, web: { connectionPool } } };
  expect(said(limited)[0]).toMatch(/connectionPool/);
  expect(said({ ...limited, fallbacks: { connectionPool: 'dropped' } })).toEqual([]);
});

test('tells all faults at once, when the fleet is synthesized', () => {
  expect(
    said({ calls: [['wep', 'orders', ['GET'], '/']], profile: 'prod', fallback: {}, observability: { objective: 1 } }),
  ).toEqual([
    "Cluster 'main': addHttpServices 'shop': calls[0][0] is 'wep', expected one of the services: web, orders. Did you mean 'web'? Correct the name.",
    "Cluster 'main': addHttpServices 'shop': fallback is an unknown option, expected fallbacks. Did you mean fallbacks? Correct the name.",
    "Cluster 'main': addHttpServices 'shop': observability.objective is an unknown option, expected objectives. Did you mean objectives? Correct the name.",
    "Cluster 'main': addHttpServices 'shop': profile is 'prod', expected 'production', 'staging' or 'development'. Correct it, or remove it to use the default.",
  ]);
  expect(said({}, watched, 'My Shop')).toEqual([
    "Cluster 'main': addHttpServices: name is 'My Shop', expected up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends. Correct it.",
  ]);
});

test('needs no Prometheus, unless metrics are stated', () => {
  const { prometheus, ...unwatched } = traced;
  const kinds = objectsOf(fleetOf({}, unwatched), 'main').map(({ kind }) => kind);
  expect(kinds).not.toContain('PodMonitor');
  expect(objectsOf(fleetOf({}, traced), 'main').map(({ kind }) => kind)).toContain('PodMonitor');
  const refused = expect.stringMatching(/^Application 'shop': service '[^']*(orders|web)': metrics is stated, /);
  const web = { port: 8000, metrics: { port: 'http' } };
  expect(said({ services: { ...services, web } }, unwatched)).toEqual([refused]);
  expect(said({ common: { metrics: { port: 'http' } } }, unwatched)).toEqual([refused, refused]);
});
