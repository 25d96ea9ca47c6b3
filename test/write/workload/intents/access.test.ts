import { describe, expect, test } from 'vitest';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import { resolve } from '../../../../lib/write/workload/intents/resolve.js';
import type { Workload } from '../../../../lib/write/workload/workload.js';
import { called, edge, exit, shop, stock, wayIn, web, workload } from '../../istio/shop.js';

const otel = workload('otel', {
  namespace: 'tracing',
  ports: [{ name: 'otlp', port: 14_317, servicePort: 4317, appProtocol: 'grpc' }],
});

/** What may be done to a workload. */
const inboundOf = ({ name }: Workload, application: Application) =>
  resolve(application).services.find(({ workload: own }) => own.name === name)?.inbound ?? [];

describe('inbound accesses', () => {
  test('lets every proxy send its spans to a collector of the application, gateways included', () => {
    const service = called(otel, { callers: 'nobody' });
    const services = [called(web, { ingress: [wayIn()] }), called(stock), service];
    const application = shop(services, { egressGateway: exit, tracing: { collector: otel, samplingPercent: 1 } });
    const found = inboundOf(otel, application);
    expect(found.map(({ from }) => from)).toEqual([web, stock, edge, exit]);
    expect(found[0]).toMatchObject({ port: { name: 'otlp' }, methods: undefined, paths: undefined, endUser: false });
    expect(inboundOf(web, application).map(({ from }) => from)).toEqual([stock, edge]);
  });

  test('admits no spans to a port that does not accept them', () => {
    const service = called(otel, { callers: 'nobody' });
    const tracing = { collector: otel, port: 4318, samplingPercent: 1 };
    expect(inboundOf(otel, shop([called(web), service], { tracing }))).toEqual([]);
    expect(inboundOf(otel, shop([called(web), service]))).toEqual([]);
  });
});
