import { describe, expect, test } from 'vitest';
import { sidecarHosts } from '../../../../lib/write/istio/policy/sidecar-scope.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import { resolvedFirst } from '../../../support/resolved.js';
import { called, collector, exit, prometheus, shop, stock, web, workload } from '../shop.js';

/** The hosts of the first service. */
const hostsOf = (stated: Application) => {
  const { service, application } = resolvedFirst(stated);
  return sidecarHosts(service, application);
};

const db = workload('db', { kind: 'StatefulSet', namespace: 'store' });

describe('sidecarHosts', () => {
  test('is what lets the service in, and the namespace of the mesh', () => {
    const caller = called(web, { callers: 'nobody' });
    const services = [caller, called(stock), called(workload('other'), { callers: 'nobody' })];
    expect(hostsOf(shop(services))).toEqual(['istio-system/*', 'store/stock.store.svc.cluster.local']);
  });

  test('is only the namespace of the mesh for a workload that calls nothing', () => {
    const service = called(web, { callers: 'nobody' });
    expect(hostsOf(shop([service]))).toEqual(['istio-system/*']);
  });

  test('has the pods of a StatefulSet too, and its own where they call each other', () => {
    const service = called(db, { callers: [{ from: db, port: 'api' }] });
    expect(hostsOf(shop([service]))).toEqual([
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
    expect(hostsOf(application)).toEqual([
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
    expect(hostsOf(shop([service], { egressGateway: exit }))).toEqual(['istio-system/*']);
  });
});
