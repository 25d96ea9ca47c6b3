import { describe, expect, test } from 'vitest';
import { accessTo } from '../../../../lib/write/workload/intents/access.js';
import { called, edge, exit, shop, stock, wayIn, web, workload } from '../../istio/shop.js';

const otel = workload('otel', {
  namespace: 'tracing',
  ports: [{ name: 'otlp', port: 14_317, servicePort: 4317, appProtocol: 'grpc' }],
});

describe('accessTo', () => {
  test('lets every proxy send its spans to a collector of the application, gateways included', () => {
    const service = called(otel, { callers: 'nobody' });
    const services = [called(web, { ingress: [wayIn()] }), called(stock), service];
    const application = shop(services, { egressGateway: exit, tracing: { collector: otel, samplingPercent: 1 } });
    const found = accessTo(service, application);
    expect(found.map(({ from }) => from)).toEqual([web, stock, edge, exit]);
    expect(found[0]).toMatchObject({ port: { name: 'otlp' }, methods: undefined, paths: undefined, endUser: false });
    expect(accessTo(services[0] ?? service, application).map(({ from }) => from)).toEqual([stock, edge]);
  });

  test('lets nobody send spans to a port that takes none', () => {
    const service = called(otel, { callers: 'nobody' });
    const tracing = { collector: otel, port: 4318, samplingPercent: 1 };
    expect(accessTo(service, shop([called(web), service], { tracing }))).toEqual([]);
    expect(accessTo(service, shop([called(web), service]))).toEqual([]);
  });
});
