import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { destinationRule } from '../../../../lib/write/istio/traffic/destination-rule.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import { resolvedFirst } from '../../../support/resolved.js';
import { called, seconds, shop, stock, wayIn, web, workload } from '../shop.js';

const ruleOf = (stated: Service) => {
  const { service, application } = resolvedFirst(shop([stated]));
  return destinationRule(service, application);
};
const policyOf = (changes: Partial<Service>, of = web) => ruleOf(called(of, changes))?.trafficPolicy;
const breaker = { consecutiveFailures: 5, ejectionTime: seconds(30) };

describe('destinationRule', () => {
  test('always has mutual TLS, and is exported to the callers', () => {
    expect(ruleOf(called(web, { ingress: [wayIn()] }))).toEqual({
      host: 'web.shop.svc.cluster.local',
      exportTo: ['.', 'edge', 'store'],
      trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
    });
    const all = policyOf({
      circuitBreaker: breaker,
      connectionPool: { maxConnections: 1 },
      loadBalancing: { algorithm: 'random' },
    });
    expect(all?.tls).toEqual({ mode: 'ISTIO_MUTUAL' });
  });

  test('is absent for what has no port', () => {
    expect(ruleOf(called(workload('job', { ports: [] }), { callers: 'nobody' }))).toBeUndefined();
  });

  test('has a subset for each version', () => {
    const versions = [{ name: 'v1' }, { name: 'v2' }];
    expect(ruleOf(called(workload('a', { versions })))?.subsets).toEqual([
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v2' } },
    ]);
  });

  test('limits connections, and also requests if the proxy sees single requests', () => {
    const connectionPool = {
      connectTimeout: seconds(3),
      maxConnections: 100,
      maxPendingRequests: 10,
      maxRequests: 50,
      maxRequestsPerConnection: 5,
      idleTimeout: Duration.millis(1500),
      keepAlive: { time: seconds(300), interval: seconds(60), probes: 3 },
    };
    const tcp = {
      connectTimeout: '3s',
      maxConnections: 100,
      tcpKeepalive: { time: '300s', interval: '60s', probes: 3 },
    };
    const http = {
      http1MaxPendingRequests: 10,
      http2MaxRequests: 50,
      maxRequestsPerConnection: 5,
      idleTimeout: '1.5s',
    };
    expect(policyOf({ connectionPool })?.connectionPool).toEqual({ tcp, http });
    expect(policyOf({ connectionPool }, stock)?.connectionPool).toEqual({ tcp: { ...tcp, idleTimeout: '1.5s' }, http });
    const raw = workload('raw', { ports: [{ name: 'raw', port: 1, appProtocol: 'tcp' }] });
    expect(policyOf({ connectionPool }, raw)?.connectionPool).toEqual({ tcp: { ...tcp, idleTimeout: '1.5s' } });
    expect(policyOf({ connectionPool: {} })?.connectionPool).toBeUndefined();
  });

  test('ejects endpoints that fail, counting only one kind of failure', () => {
    expect(policyOf({ circuitBreaker: breaker })?.outlierDetection).toEqual({
      consecutive5xxErrors: 5,
      interval: '10s',
      baseEjectionTime: '30s',
      maxEjectionPercent: 50,
    });
    const own = { failure: 'gateway-error', interval: seconds(5), maxEjectionPercent: 100 } as const;
    expect(policyOf({ circuitBreaker: { ...breaker, ...own } })?.outlierDetection).toEqual({
      consecutive5xxErrors: 0,
      consecutiveGatewayErrors: 5,
      interval: '5s',
      baseEjectionTime: '30s',
      maxEjectionPercent: 100,
    });
  });

  test('does not prefer the zone of the caller unless it is asked for failover', () => {
    expect(policyOf({})?.loadBalancer).toBeUndefined();
    expect(policyOf({ circuitBreaker: breaker })?.loadBalancer).toEqual({
      simple: 'LEAST_REQUEST',
      localityLbSetting: { enabled: false },
    });
    const localityFailover = [{ from: 'eu-1', to: 'eu-2' }];
    expect(policyOf({ circuitBreaker: breaker, loadBalancing: { localityFailover } })?.loadBalancer).toEqual({
      simple: 'LEAST_REQUEST',
      localityLbSetting: { enabled: true, failover: localityFailover },
    });
  });

  test.each([
    [{}, { simple: 'LEAST_REQUEST' }],
    [{ algorithm: 'random' }, { simple: 'RANDOM' }],
    [
      { algorithm: 'round-robin', warmup: seconds(60) },
      { simple: 'ROUND_ROBIN', warmup: { duration: '60s' } },
    ],
    [
      { affinity: { kind: 'cookie', name: 'sid', ttl: seconds(60) } },
      { consistentHash: { httpCookie: { name: 'sid', path: '/', ttl: '60s' } } },
    ],
    [{ affinity: { kind: 'header', name: 'x-user' } }, { consistentHash: { httpHeaderName: 'x-user' } }],
    [{ affinity: { kind: 'source-ip' } }, { consistentHash: { useSourceIp: true } }],
  ] as const)('chooses endpoints by %j', (loadBalancing, expected) => {
    expect(policyOf({ loadBalancing })?.loadBalancer).toEqual(expected);
  });
});
