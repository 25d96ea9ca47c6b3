import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { resolve } from '../../../../lib/manifest/resolve.js';
import { resolveLinkerd } from '../../../../lib/write/linkerd/linkerd-application.js';
import type { Fallbacks } from '../../../../lib/write/linkerd/traffic/fallbacks.js';
import { LinkerdService } from '../../../../lib/write/linkerd/traffic/linkerd-service.js';
import { resolve as resolveIntents } from '../../../../lib/write/workload/intents/resolve.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import { application, second, service, VERSIONS } from '../../../support/linkerd-application.js';
import { at, find } from '../../../support/synth.js';

function build(wanted: Service, fallbacks: Fallbacks = {}) {
  const app = new App();
  const chart = new Chart(app, 'chart', { disableResourceNameHashes: true });
  const resolved = resolveLinkerd(resolveIntents(application([wanted])), fallbacks);
  for (const own of resolved.services) new LinkerdService(chart, 'web', { application: resolved, service: own });
  return resolve(app).objects.map(({ object }) => object);
}

const retries = {
  attempts: 1,
  perTryTimeout: second,
  on: ['gateway-error'],
  accepts: { repeatsNonIdempotent: 'It asks alone.' },
} as const;
const grpc = { ports: [{ name: 'http', port: 9000, appProtocol: 'grpc' }], ...VERSIONS } as const;

/** Names of the routes whose parents are Services. */
const trafficRoutes = (objects: ReturnType<typeof build>) =>
  objects
    .filter(({ apiVersion, kind }) => apiVersion.startsWith('gateway.') && kind === 'HTTPRoute')
    .map(({ metadata }) => metadata.name);

describe('LinkerdService', () => {
  test('parts requests among the Services of the versions', () => {
    const objects = build(service({ release: { weights: { v1: 90, v2: 10 } } }, VERSIONS));
    const route = objects.find(({ apiVersion, kind }) => apiVersion.startsWith('gateway.') && kind === 'HTTPRoute');
    expect(route && at(route, 'spec')).toEqual({
      parentRefs: [{ group: '', kind: 'Service', name: 'web', port: 80 }],
      rules: [
        {
          backendRefs: [
            { name: 'web-v1', port: 80, weight: 90 },
            { name: 'web-v2', port: 80, weight: 10 },
          ],
        },
      ],
    });
    expect(at(find(objects, 'Service', 'web-v2'), 'spec')).toEqual({
      selector: { 'app.kubernetes.io/name': 'web', version: 'v2' },
      ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP', appProtocol: 'http' }],
    });
  });

  test('holds pinned requests to a version before the weights', () => {
    const pins = [{ when: { kind: 'header', name: 'x-version', value: '2' }, version: 'v2' }] as const;
    const objects = build(service({ release: { weights: { v1: 100, v2: 0 }, pins } }, VERSIONS));
    const route = objects.find(({ apiVersion, kind }) => apiVersion.startsWith('gateway.') && kind === 'HTTPRoute');
    expect(route && at(route, 'spec.rules')).toEqual([
      {
        matches: [{ headers: [{ name: 'x-version', value: '2', type: 'Exact' }] }],
        backendRefs: [{ name: 'web-v2', port: 80 }],
      },
      {
        backendRefs: [
          { name: 'web-v1', port: 80, weight: 100 },
          { name: 'web-v2', port: 80, weight: 0 },
        ],
      },
    ]);
  });

  test('routes gRPC by service and method', () => {
    const pins = [
      { when: { kind: 'path', path: '/shop.Cart/Add' }, version: 'v2' },
      { when: { kind: 'path', path: '/shop.Stock/*' }, version: 'v2' },
    ] as const;
    const objects = build(service({ release: { weights: { v1: 100 }, pins } }, grpc));
    const rules = at(find(objects, 'GRPCRoute', 'web-http'), 'spec.rules');
    expect(rules).toMatchObject([
      { matches: [{ method: { service: 'shop.Cart', method: 'Add' } }] },
      { matches: [{ method: { service: 'shop.Stock' } }] },
      { backendRefs: [{ name: 'web-v1', port: 9000 }] },
    ]);
  });

  test('gives gRPC a route if it has retries', () => {
    expect(build(service({ retries }, grpc)).map(({ kind }) => kind)).toContain('GRPCRoute');
    expect(build(service({}, grpc)).map(({ kind }) => kind)).not.toContain('GRPCRoute');
  });

  test('sends a share of the requests to the Service that answers with errors', () => {
    const fault = { effect: { kind: 'abort', status: 503 }, percent: 5 } as const;
    const objects = build(service({ fault }), { fault: { service: 'errors', port: 8080 } });
    expect(at(find(objects, 'HTTPRoute', 'web-http'), 'spec.rules')).toEqual([
      {
        backendRefs: [
          { name: 'web', port: 80, weight: 95_000 },
          { name: 'errors', port: 8080, weight: 5000 },
        ],
      },
    ]);
    const without = build(service({ fault }), { fault: 'dropped' });
    expect(trafficRoutes(without)).toEqual([]);
  });

  test('makes no route for a port that only Prometheus dials', () => {
    const ports = [
      { name: 'http', port: 8080, appProtocol: 'http' },
      { name: 'metrics', port: 9090, appProtocol: 'http' },
    ] as const;
    const objects = build(service({ release: { weights: { v1: 100 } } }, { ports, ...VERSIONS }));
    expect(trafficRoutes(objects)).toEqual(['web-http']);
  });
});
