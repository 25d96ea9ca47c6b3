import { describe, expect, test } from 'vitest';
import { callingNamespaces, scopeOf } from '../../../../lib/write/istio/policy/neighbours.js';
import { tracingProvider } from '../../../../lib/write/istio/policy/tracing.js';
import { called, collector, exit, hub, prometheus, shop, stock, wayIn, web, workload } from '../shop.js';

const db = workload('db', { kind: 'StatefulSet', namespace: 'store' });

describe('scopeOf', () => {
  test('is what lets the service in, and the namespace of the mesh', () => {
    const caller = called(web, { callers: 'nobody' });
    const services = [caller, called(stock), called(workload('other'), { callers: 'nobody' })];
    expect(scopeOf(caller, shop(services))).toEqual(['istio-system/*', 'store/stock.store.svc.cluster.local']);
  });

  test('is the namespace of the mesh alone for what calls nothing', () => {
    const service = called(web, { callers: 'nobody' });
    expect(scopeOf(service, shop([service]))).toEqual(['istio-system/*']);
  });

  test('has the pods of a StatefulSet too, and its own where they call each other', () => {
    const service = called(db, { callers: [{ from: db, port: 'api' }] });
    expect(scopeOf(service, shop([service]))).toEqual([
      'istio-system/*',
      'store/db-headless.store.svc.cluster.local',
      'store/db.store.svc.cluster.local',
    ]);
  });

  test('has what others define, the collector of spans, and the way out with its hosts', () => {
    const service = called(web, {
      callers: 'nobody',
      calls: [
        { to: prometheus, port: 9090 },
        { to: stock, port: 9000 },
      ],
      egress: [{ host: 'pay.example', port: 443, protocol: 'tls' }],
    });
    const application = shop([service], { egressGateway: exit, tracing: { collector, samplingPercent: 1 } });
    expect(scopeOf(service, application)).toEqual([
      'exit/exit.exit.svc.cluster.local',
      'exit/pay.example',
      'istio-system/*',
      'monitoring/*',
      'store/stock.store.svc.cluster.local',
      'tracing/*',
    ]);
  });

  test('has no way out for what needs none', () => {
    const service = called(web, { callers: 'nobody', egress: [] });
    expect(scopeOf(service, shop([service], { egressGateway: exit }))).toEqual(['istio-system/*']);
  });
});

describe('callingNamespaces', () => {
  test('are those of callers and gateways, without its own', () => {
    const service = called(web, {
      callers: [
        { from: stock, port: 'api' },
        { from: workload('other'), port: 'api' },
      ],
      ingress: [wayIn()],
    });
    expect(callingNamespaces(service, shop([service]))).toEqual(['edge', 'store']);
  });

  test('are those of all services for the collector of their spans', () => {
    const service = called(web, { callers: 'nobody' });
    const application = shop([service, called(stock)], { tracing: { collector: web, port: 80, samplingPercent: 1 } });
    expect(callingNamespaces(service, application)).toEqual(['store']);
  });
});

test('the provider of traces is named in full', () => {
  expect(tracingProvider({ collector, samplingPercent: 1 }, hub)).toEqual({
    name: 'opentelemetry',
    opentelemetry: { service: 'otel.tracing.svc.cluster.local', port: 4317 },
  });
  expect(tracingProvider({ collector, samplingPercent: 1, port: 9 }, hub).opentelemetry.port).toBe(9);
});
