import { Duration, Size } from 'cdk8s';
import { expect, test } from 'vitest';
import { type HttpServicesOptions, httpServices, redis } from '../../../lib/index.js';
import { refusal } from '../../support/synth.js';

const namespace = 'shop';
const shop: HttpServicesOptions<'web' | 'orders' | 'stock'> = {
  namespace,
  images: { folder: 'registry.example.com/shop', tag: '1.4.0' },
  services: { web: { port: 8000 }, orders: { port: 8001 }, stock: {} },
  calls: [['web', 'orders', ['GET'], '/v1/orders/*']],
};
const store = redis({ namespace, volumeSize: Size.gibibytes(1) });
const said = (changes: object) => refusal(() => httpServices({ ...shop, ...changes }));

test('a call of several callers is one call of each', () => {
  const rest = [['GET'], '/v1/stock/*'] as const;
  const together = httpServices({ ...shop, calls: [[['web', 'orders'], 'stock', ...rest]] });
  const apart = httpServices({
    ...shop,
    calls: [
      ['web', 'stock', ...rest],
      ['orders', 'stock', ...rest],
    ],
  });
  expect(together).toEqual(apart);
  expect(together[2]?.callers).toHaveLength(2);
});

test('the environment is that of every service, or of the one that is named', () => {
  const environments = (env: HttpServicesOptions<'web' | 'orders' | 'stock'>['env']) =>
    httpServices({ ...shop, ...(env && { env }) }).map(({ workload }) => workload.containers[0]?.env?.['LEVEL']);
  expect(environments({ LEVEL: 'info' })).toEqual(['info', 'info', 'info']);
  expect(environments((name) => ({ LEVEL: name }))).toEqual(['web', 'orders', 'stock']);
});

test('the outside reaches the port of requests, unless another one is stated', () => {
  const way = {
    gateway: { kind: 'gateway', name: 'edge', namespace: 'edge', direction: 'ingress' },
    hosts: ['shop.example.com'],
    certificate: { kind: 'issuer', name: 'public' },
  } as const;
  const [web] = httpServices({
    ...shop,
    services: { ...shop.services, web: { ingress: [way, { ...way, port: 'admin' }] } },
  });
  expect(web?.ingress?.map(({ port }) => port)).toEqual(['http', 'admin']);
});

test('what is common names stores for every service', () => {
  const [, , , database] = httpServices({ ...shop, common: { stores: ['redis'] }, stores: [store] });
  expect(database?.callers).toHaveLength(3);
});

test('faults of everything in a service are told at once', () => {
  const services = {
    ...shop.services,
    web: {
      port: 0,
      timeOut: Duration.seconds(1),
      callers: 'nobody',
      circuitBreaker: { consecutiveFailures: 0 },
      ingress: [],
    },
  };
  expect(said({ services, common: { replica: 2 } })).toEqual([
    'httpServices: common.replica is an unknown option, expected replicas. Did you mean replicas? Correct the name.',
    expect.stringMatching(/^httpServices: services\.web\.callers is an unknown option, /),
    expect.stringMatching(/^httpServices: services\.web\.circuitBreaker\.consecutiveFailures is 0, /),
    expect.stringMatching(/^httpServices: services\.web\.circuitBreaker\.ejectionTime is absent, /),
    expect.stringMatching(/^httpServices: services\.web\.ingress is an empty list, /),
    'httpServices: services.web.port is 0, expected an integer from 1 to 65535. Correct it, or remove it to use the default.',
    'httpServices: services.web.timeOut is an unknown option, expected timeout. Did you mean timeout? Correct the name.',
  ]);
});

test('a store that nobody uses, and one that is not there, are refused', () => {
  expect(said({ stores: [store] })).toEqual([
    "httpServices: stores[0] is 'redis', which no service uses, expected a store that a service names in its stores. Name it in the stores of a service, or remove it.",
  ]);
  expect(said({ common: { stores: ['redis'] } })).toEqual([
    "httpServices: common.stores[0] is 'redis', expected none, as there are no stores. Correct the name.",
  ]);
});

test('callers and environments that are none are refused', () => {
  expect(said({ calls: [[['web', 'ordres'], 'stock', ['GET'], '/']], env: 3 })).toEqual([
    "httpServices: calls[0][0][1] is 'ordres', expected one of the services: web, orders, stock. Did you mean 'orders'? Correct the name.",
    'httpServices: env is 3, expected a function that returns one, or an object, each value text. Correct it, or remove it to use the default.',
  ]);
  expect(said({ calls: [[[], 'stock', ['GET'], '/']] })).toEqual([
    'httpServices: calls[0][0] is an empty list, expected a list of at least 1, each the name of a service. Correct it.',
  ]);
});
