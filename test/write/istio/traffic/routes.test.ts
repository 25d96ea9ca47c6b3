import { describe, expect, test } from 'vitest';
import { type RouteScope, routesOf } from '../../../../lib/write/istio/traffic/routes.js';
import type { Fault } from '../../../../lib/write/workload/intents/release.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import type { WorkloadPort } from '../../../../lib/write/workload/port.js';
import { called, hub, seconds, workload } from '../shop.js';

const port: WorkloadPort = { name: 'api', port: 8080, servicePort: 80, appProtocol: 'http' };
const api = workload('api', { ports: [port], versions: [{ name: 'v1' }, { name: 'v2' }] });
const host = 'api.shop.svc.cluster.local';

function routes(changes: Partial<Service> = {}, scope: Partial<RouteScope> = {}) {
  return routesOf(called(api, changes), hub, { port, paths: undefined, byPort: true, ...scope });
}

const to = (subset: string, weight?: number) => ({
  destination: { host, subset, port: { number: 80 } },
  ...(weight !== undefined && { weight }),
});

const beta = { kind: 'header', name: 'x-version', value: 'beta' } as const;
const delay: Fault['effect'] = { kind: 'delay', duration: seconds(2) };

describe('routesOf', () => {
  test('goes to all versions at the port that was called, and does not try again', () => {
    expect(routes()).toEqual([
      {
        match: [{ port: 80 }],
        route: [{ destination: { host, port: { number: 80 } } }],
        retries: { attempts: 0 },
      },
    ]);
  });

  test('does not ask a gateway for the port of the Service', () => {
    expect(routes({}, { byPort: false })[0]?.match).toBeUndefined();
    expect(routes({}, { byPort: false, paths: ['/a', '/*'] })[0]?.match).toBeUndefined();
  });

  test('has a limit of time where one is stated', () => {
    expect(routes({ timeout: seconds(1.5 * 2) })[0]?.timeout).toBe('3s');
  });

  test('tries again as stated, each condition under the name that Envoy has for it', () => {
    const retries = {
      attempts: 3,
      perTryTimeout: seconds(2),
      on: ['connect-failure', 'refused-stream', 'reset', 'gateway-error', 'server-error'],
    } as const;
    expect(routes({ retries })[0]?.retries).toEqual({
      attempts: 3,
      perTryTimeout: '2s',
      retryOn: 'connect-failure,refused-stream,reset,gateway-error,5xx',
    });
    expect(routes({ retries }, { port: { ...port, appProtocol: 'grpc' } })[0]?.retries).toMatchObject({
      retryOn: 'connect-failure,refused-stream,reset,gateway-error,unavailable,5xx,internal',
    });
  });

  test('takes pins first, in their order, and then the weights', () => {
    const release = {
      weights: { v1: 90, v2: 10 },
      pins: [
        { when: beta, version: 'v2' },
        { when: { kind: 'path', path: '/old' }, version: 'v1' },
      ],
    } as const;
    expect(routes({ release }).map(({ match, route }) => [match, route])).toEqual([
      [[{ port: 80, headers: { 'x-version': { exact: 'beta' } } }], [to('v2')]],
      [[{ port: 80, uri: { exact: '/old' } }], [to('v1')]],
      [[{ port: 80 }], [to('v1', 90), to('v2', 10)]],
    ]);
  });

  test('routes to pinned versions only the exposed requests', () => {
    const release = {
      weights: { v1: 100 },
      pins: [
        { when: { kind: 'path', path: '/internal/*' }, version: 'v2' },
        { when: beta, version: 'v2' },
      ],
    } as const;
    expect(routes({ release }, { byPort: false, paths: ['/v1'] }).map(({ match }) => match)).toEqual([
      [{ uri: { exact: '/v1' }, headers: { 'x-version': { exact: 'beta' } } }],
      [{ uri: { exact: '/v1' } }],
    ]);
  });

  test('copies requests of every route', () => {
    const release = { weights: { v1: 100 }, pins: [{ when: beta, version: 'v1' }] };
    const mirrors = [{ destination: { host, subset: 'v2', port: { number: 80 } }, percentage: { value: 5 } }];
    expect(routes({ release, mirror: { version: 'v2', percent: 5 } }).map((route) => route.mirrors)).toEqual([
      mirrors,
      mirrors,
    ]);
  });

  test('injects a fault only into the matching requests, of any version', () => {
    const release = { weights: { v1: 100 }, pins: [{ when: beta, version: 'v2' }] };
    const fault: Fault = { when: { kind: 'header', name: 'x-chaos', value: '1' }, effect: delay, percent: 50 };
    const retries = { attempts: 2, perTryTimeout: seconds(1), on: ['reset'] } as const;
    const made = routes({ release, fault, timeout: seconds(9), retries });
    expect(made.map(({ match, route }) => [match?.[0].headers, route[0].destination.subset])).toEqual([
      [{ 'x-version': { exact: 'beta' }, 'x-chaos': { exact: '1' } }, 'v2'],
      [{ 'x-version': { exact: 'beta' } }, 'v2'],
      [{ 'x-chaos': { exact: '1' } }, 'v1'],
      [undefined, 'v1'],
    ]);
    expect(made.map(({ timeout, retries: { attempts } }) => [timeout, attempts])).toEqual([
      [undefined, 0],
      ['9s', 2],
      [undefined, 0],
      ['9s', 2],
    ]);
    expect(made.map((route) => route.fault)).toEqual([
      { delay: { fixedDelay: '2s', percentage: { value: 50 } } },
      undefined,
      { delay: { fixedDelay: '2s', percentage: { value: 50 } } },
      undefined,
    ]);
  });

  test('hurts all requests where the fault is for all, and aborts as it says', () => {
    const fault: Fault = { effect: { kind: 'abort', status: 503 }, percent: 1 };
    expect(routes({ fault }).map((route) => route.fault)).toEqual([
      { abort: { httpStatus: 503, percentage: { value: 1 } } },
    ]);
  });
});
