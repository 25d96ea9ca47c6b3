import { expect, test } from 'vitest';
import { tracingProvider } from '../../../../lib/write/istio/policy/tracing.js';
import { collector, hub } from '../shop.js';

test('the provider of traces is named in full', () => {
  expect(tracingProvider({ collector, samplingPercent: 1 }, hub)).toEqual({
    name: 'opentelemetry',
    opentelemetry: { service: 'otel.tracing.svc.cluster.local', port: 4317 },
  });
  expect(tracingProvider({ collector, samplingPercent: 1, port: 9 }, hub).opentelemetry.port).toBe(9);
});
