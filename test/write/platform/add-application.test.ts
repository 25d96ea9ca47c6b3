import { Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_JAEGER,
  DEFAULT_PROMETHEUS,
  Fleet,
  type FleetApplication,
  type FleetApplicationOptions,
  type FleetOptions,
  type HttpServicesOptions,
  httpServices,
  postgresql,
  qdrant,
  redis,
} from '../../../lib/index.js';
import { SHIPPED_ROOT } from '../../fixtures/roots.js';
import { at, delta, filesOf, find, objectsOf, refusal } from '../../support/synth.js';

const namespace = 'shop';
const shop: HttpServicesOptions<'web' | 'orders'> = {
  namespace,
  images: { folder: 'registry.example.com/shop', tag: '1.4.0' },
  services: { web: { port: 8000 }, orders: { port: 8001, requestsPerSecond: 100 } },
  calls: [['web', 'orders', ['GET', 'POST'], '/v1/orders/*']],
};

function fleetOf(
  application: Partial<FleetApplication> = {},
  options: FleetApplicationOptions = {},
  shared: FleetOptions = {},
): Fleet {
  const fleet = new Fleet('fleet', { roots: [SHIPPED_ROOT], prometheus: DEFAULT_PROMETHEUS, ...shared });
  const cluster = fleet.addCluster('main', {
    kubernetesVersion: '1.34',
    mesh: { kind: 'linkerd', version: '2.20', cni: true, gatewayApi: { release: '1.5.1' } },
    nodeAddresses: ['192.0.2.1'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  });
  cluster.addApplication({ name: 'shop', services: httpServices(shop), ...application }, options);
  return fleet;
}

const objects = (...input: Parameters<typeof fleetOf>) => objectsOf(fleetOf(...input), 'main');
const names = (...input: Parameters<typeof fleetOf>) =>
  objects(...input).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
const said = (...input: Parameters<typeof fleetOf>) => refusal(() => filesOf(fleetOf(...input)));

describe('addApplication', () => {
  test('is watched by the Prometheus of the fleet, unless it is told otherwise', () => {
    const watched = names();
    expect(watched).toContain('PodMonitor shop/orders');
    expect(watched).toContain('PrometheusRule shop/shop-objectives');
    const left = names({}, { observability: false });
    const lost = watched.filter((name) => !left.includes(name));
    expect(lost).toContain('PodMonitor shop/orders');
    expect(lost.filter((name) => !/^(PodMonitor|PrometheusRule|ConfigMap linkerd\/dashboard)/.test(name))).toEqual([]);
  });

  test('writes the labels that the Prometheus of the fleet looks for', () => {
    const shared = { prometheus: { ...DEFAULT_PROMETHEUS, selectorLabels: { release: 'x' } } };
    expect(find(objects({}, {}, shared), 'PodMonitor', 'orders').metadata.labels).toMatchObject({ release: 'x' });
  });

  test('sends spans to a collector where the fleet traces, and nowhere else', () => {
    const tracing = { jaeger: DEFAULT_JAEGER, samplingPercent: 10 };
    const accepted: FleetApplicationOptions = { fallbacks: { tracing: 'set-on-the-control-plane' } };
    expect(names().filter((name) => name.includes('otel-collector'))).toEqual([]);
    expect(names({}, accepted, { tracing })).toContain('Deployment tracing/otel-collector');
    expect(names({}, accepted, { tracing: { ...tracing, name: 'spans' } })).toContain('Deployment tracing/spans');
  });

  test('makes gateways of the class that the fleet names, or of its own', () => {
    const entered = httpServices({
      ...shop,
      services: {
        ...shop.services,
        web: {
          port: 8000,
          ingress: [
            {
              gateway: { kind: 'gateway', name: 'edge', namespace: 'edge', direction: 'ingress' },
              hosts: ['shop.example.com'],
              port: 'http',
              certificate: { kind: 'issuer', name: 'public' },
            },
          ],
        },
      },
    });
    const gatewayClass = { kind: 'envoy-gateway' } as const;
    expect(said({ services: entered })[0]).toMatch(/gatewayClass/);
    expect(said({ services: entered }, {}, { gatewayClass })).toEqual([]);
    expect(said({ services: entered }, { gatewayClass })).toEqual([]);
  });

  test('fails for an application that is none, and for a fleet whose tracing is none', () => {
    expect(refusal(() => filesOf(fleetOf({ services: 3 as never }))).join('\n')).toMatch(
      /Application 'shop': services is 3, expected a list/,
    );
    const tracing = { jaeger: DEFAULT_JAEGER, samplingPercent: 101 };
    expect(said({}, {}, { tracing })).toContain(
      "Fleet 'fleet': tracing.samplingPercent is 101, expected a number from 0 to 100. Correct it.",
    );
  });
});

describe('httpServices', () => {
  test('admits the callers that the calls name, for their methods and paths, and nobody else', () => {
    const [web, orders] = httpServices(shop);
    expect(web?.callers).toBe('nobody');
    expect(orders?.callers).toEqual([
      { from: web?.workload, port: 'http', methods: ['GET', 'POST'], paths: ['/v1/orders/*'] },
    ]);
    expect(orders?.rateLimit).toEqual({ requestsPerSecond: 100, burst: 100 });
    expect(web?.rateLimit).toBeUndefined();
  });

  test('answers the kubelet and Prometheus on a port apart from requests', () => {
    const [web] = httpServices(shop);
    expect(web?.metrics).toEqual({ port: 'admin' });
    expect(web?.workload.containers[0]?.probes?.readiness?.check).toEqual({
      kind: 'http',
      path: '/ready',
      port: 'admin',
    });
    expect(web?.workload.containers[0]?.env).toEqual({ PORT: '8000', ADMIN_PORT: '9090' });
  });

  test('gives a service what is common, unless it says otherwise', () => {
    const [web, orders] = httpServices({ ...shop, common: { replicas: 5, requestsPerSecond: 7 } });
    expect([web, orders].map((service) => service?.workload.replicas)).toEqual([5, 5]);
    expect([web, orders].map((service) => service?.rateLimit?.requestsPerSecond)).toEqual([7, 100]);
  });

  test('lets its users alone into a store, with the password in their environment', () => {
    const store = postgresql({ namespace, database: 'shop', volumeSize: Size.gibibytes(1) });
    const services = { ...shop.services, orders: { port: 8001, stores: ['postgresql'] } };
    const [web, orders, database] = httpServices({ ...shop, services, stores: [store] });
    expect(database?.callers).toEqual([{ from: orders?.workload, port: 'postgres' }]);
    const passwords = [web, orders].map((service) => service?.workload.containers[0]?.secretEnv);
    expect(passwords).toEqual([undefined, { PGPASSWORD: { secret: 'postgresql-password', key: 'password' } }]);
  });

  test('fails for a name that no service has', () => {
    const store = redis({ namespace, volumeSize: Size.gibibytes(1) });
    const calls = [['wep', 'orders', ['GET'], '/'] as never];
    const services = { ...shop.services, web: { port: 8000, stores: ['rediz', 'redis', 'cassandra'] } };
    expect(refusal(() => httpServices({ ...shop, services, calls, stores: [store] }))).toEqual([
      "httpServices: calls[0][0] is 'wep', expected one of the services: web, orders. Did you mean 'web'? Correct the name.",
      "httpServices: services.web.stores[0] is 'rediz', expected one of the stores: redis. Did you mean 'redis'? Correct the name.",
      "httpServices: services.web.stores[2] is 'cassandra', expected one of the stores: redis. Correct the name.",
    ]);
  });

  test('fails for calls that are none', () => {
    const calls = [
      ['web', 'orders'],
      ['wep', 'orders', ['FETCH'], 'v1'],
    ] as never;
    expect(refusal(() => httpServices({ ...shop, calls }))).toEqual([
      'httpServices: calls[0] is a list, expected a list of caller, callee, methods and path. Correct it.',
      "httpServices: calls[1][0] is 'wep', expected one of the services: web, orders. Did you mean 'web'? Correct the name.",
      "httpServices: calls[1][2][0] is 'FETCH', expected GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS. Correct it.",
      "httpServices: calls[1][3] is 'v1', expected a path that starts with /. Correct it.",
    ]);
  });
});

describe('stores', () => {
  test.each([
    ['postgresql', postgresql({ namespace, database: 'shop', volumeSize: Size.gibibytes(7) })],
    ['redis', redis({ namespace, volumeSize: Size.gibibytes(7) })],
    ['qdrant', qdrant({ namespace, volumeSize: Size.gibibytes(7) })],
  ] as const)('%s keeps its data on a volume of the size that is asked for, behind a password', (name, store) => {
    const services = [{ workload: store.workload, callers: 'nobody' as const }];
    const set = find(objects({ services }), 'StatefulSet', name);
    expect(at(set, 'spec.volumeClaimTemplates[0].spec.resources.requests.storage')).toBe('7Gi');
    const env = JSON.stringify(at(set, 'spec.template.spec.containers[0].env'));
    expect(env).toContain(`"secretKeyRef":{"name":"${name}-password","key":"password"}`);
  });

  test('redis holds what it is told to', () => {
    const text = (store: ReturnType<typeof redis>) => store.workload.containers[0]?.args?.join();
    const base = { namespace, volumeSize: Size.gibibytes(1) };
    expect(text(redis(base))).toContain('maxmemory 384mb');
    expect(text(redis({ ...base, maxMemory: Size.mebibytes(100) }))).toContain('maxmemory 100mb');
  });

  test('fail for options that are none', () => {
    const volumeSize = Size.gibibytes(1);
    expect(refusal(() => postgresql({ namespace, database: 'My Shop', volumeSize }))).toEqual([
      "postgresql: database is 'My Shop', expected up to 63 lower-case letters, digits and underscores, with a letter first. Correct it.",
    ]);
    expect(refusal(() => redis({ namespace, volume: volumeSize } as never))[0]).toMatch(
      /^redis: volume is an unknown option/,
    );
    expect(refusal(() => qdrant({ namespace: 'Shop', volumeSize }))[0]).toMatch(
      /^qdrant: namespace is 'Shop', expected /,
    );
  });
});

describe('addPassword', () => {
  const secrets = { kind: 'external-secrets', storeName: 'vault' } as const;
  const withPassword = (
    password: Parameters<ReturnType<Fleet['addCluster']>['addPassword']>[0],
    shared: FleetOptions = { secrets },
  ) => {
    const fleet = fleetOf({}, {}, shared);
    for (const cluster of fleet.clusters) cluster.addPassword(password);
    return fleet;
  };

  test('fetches the password of the cluster from where the Secrets of the fleet come', () => {
    const fetched = (fleet: Fleet, name: string) => {
      const secret = find(objectsOf(fleet, 'main'), 'ExternalSecret', name);
      return [at(secret, 'spec.data[0].remoteRef.key'), at(secret, 'spec.target.template.data')];
    };
    expect(fetched(withPassword({ namespace, name: 'db-password' }), 'db-password')).toEqual([
      'main/db-password',
      { password: '{{ .main_db_password_password }}' },
    ]);
    expect(fetched(withPassword({ namespace, name: 'cookie', key: 'value', credential: 'erlang' }), 'cookie')).toEqual([
      'main/erlang',
      { value: '{{ .main_erlang_password }}' },
    ]);
  });

  test('writes nothing where the passwords are made by hand', () => {
    expect(delta(filesOf(fleetOf()), filesOf(withPassword({ namespace, name: 'db-password' }, {})))).toEqual([]);
  });

  test('fails for a Secret that is none', () => {
    expect(refusal(() => filesOf(withPassword({ namespace: 'Shop', name: 'db' })))).toEqual([
      "Cluster 'main': addPassword: namespace is 'Shop', expected up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends. Correct it.",
    ]);
  });
});

test('traceEnvironment names the collector of the cluster, and says nothing where the fleet does not trace', () => {
  const environment = (shared: FleetOptions, ...more: unknown[]) => {
    const [cluster] = fleetOf({}, {}, shared).clusters;
    return cluster?.traceEnvironment('web', ...(more as []));
  };
  const tracing = { jaeger: DEFAULT_JAEGER, samplingPercent: 25 };
  expect(environment({})).toEqual({});
  expect(environment({ tracing })).toEqual({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector.tracing.svc.cluster.local:4317',
    OTEL_SERVICE_NAME: 'web',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
  });
  expect(environment({ tracing }, { sampler: 'traceidratio', ratio: 0.5 })).toMatchObject({
    OTEL_TRACES_SAMPLER: 'traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.5',
  });
});

test('pods and sampling that make no sense are refused, and what is stated of pods is kept', () => {
  const services = { ...shop.services, web: { port: 0, replicas: -1 } };
  expect(refusal(() => httpServices({ ...shop, services }))).toEqual([
    'httpServices: services.web.port is 0, expected an integer from 1 to 65535. Correct it, or remove it to use the default.',
    'httpServices: services.web.replicas is -1, expected an integer from 0 to 10000. Correct it, or remove it to use the default.',
  ]);
  const resources = { cpu: { request: '1', limit: '2' }, memory: { request: '1Gi', limit: '2Gi' } };
  const [web] = httpServices({ ...shop, services: { ...shop.services, web: { resources } } });
  expect(web?.workload.containers[0]?.resources).toEqual(resources);
  const [cluster] = fleetOf({}, {}, { tracing: { jaeger: DEFAULT_JAEGER, samplingPercent: 10 } }).clusters;
  expect(refusal(() => cluster?.traceEnvironment('web', { ratio: 2 }))).toEqual([
    "Cluster 'main': traceEnvironment: ratio is 2, expected a number from 0 to 1. Correct it, or remove it to use the default.",
  ]);
});
