import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('connection pools', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'DestinationRule');

  test.each([
    [
      'host: a, trafficPolicy: { connectionPool: {} }',
      [
        'value-not-allowed spec.trafficPolicy.connectionPool: an empty pool -> http or tcp | Add one of them, or remove the field.',
      ],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { http: { maxRetries: -1 } } }',
      ['value-not-allowed spec.trafficPolicy.connectionPool.http.maxRetries: -1 -> at least 0 | Use at least 0.'],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { http: { h2UpgradePolicy: UPGRADE, useClientProtocol: true } } }',
      [
        'value-not-allowed spec.trafficPolicy.connectionPool.http.useClientProtocol: true, with h2UpgradePolicy UPGRADE -> one of them, because the first keeps the protocol and the second changes it | Remove one of the two.',
      ],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { http: { http2KeepAlive: { interval: 1s } } } }',
      [
        'missing-field spec.trafficPolicy.connectionPool.http.http2KeepAlive.timeout: nothing -> a duration such as 10s | Add "timeout", a duration such as 10s.',
      ],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { tcp: { maxConnections: -1 } } }',
      ['value-not-allowed spec.trafficPolicy.connectionPool.tcp.maxConnections: -1 -> at least 0 | Use at least 0.'],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { tcp: { idleTimeout: -1s } } }',
      [
        'value-not-allowed spec.trafficPolicy.connectionPool.tcp.idleTimeout: "-1s" -> at least 0s | Use 0s for no timeout.',
      ],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { tcp: { connectTimeout: 1.5ms } } }',
      [
        'value-not-allowed spec.trafficPolicy.connectionPool.tcp.connectTimeout: "1.5ms" -> a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m | Write a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m.',
      ],
    ],
    [
      'host: a, trafficPolicy: { connectionPool: { tcp: { connectTimeout: 10 } } }',
      [
        'wrong-type spec.trafficPolicy.connectionPool.tcp.connectTimeout: 10 -> a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m | Write it in quotes.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'host: a, trafficPolicy: { tls: { mode: SIMPLE, credentialName: "configmap://shop/b" }, connectionPool: { tcp: { idleTimeout: 0s, connectTimeout: 1h30m }, http: { http2KeepAlive: { interval: 1.1s, timeout: 1s } } } }',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
