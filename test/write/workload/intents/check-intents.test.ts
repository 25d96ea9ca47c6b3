import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import {
  applicationOf,
  gateway,
  istioCluster,
  prometheus,
  web,
  webService,
  workloadOf,
} from '../../../support/application.js';
import { ofOrders, said, where } from '../../../support/intent-problems.js';

test('an application that makes sense is accepted', () => {
  expect(said(applicationOf())).toEqual([]);
  const everything = ofOrders(
    {
      timeout: Duration.seconds(10),
      retries: { attempts: 2, perTryTimeout: Duration.seconds(2), on: ['gateway-error'] },
      circuitBreaker: { consecutiveFailures: 5, ejectionTime: Duration.seconds(30) },
      connectionPool: { connectTimeout: Duration.seconds(3), maxConnections: 100 },
      loadBalancing: { warmup: Duration.seconds(30), localityFailover: [{ from: 'eu', to: 'us' }] },
      rateLimit: { requestsPerSecond: 100, burst: 1000 },
      release: {
        weights: { v1: 100, v2: 0 },
        pins: [{ when: { kind: 'header', name: 'x-version', value: 'v2' }, version: 'v2' }],
      },
      mirror: { version: 'v2', percent: 5 },
      fault: {
        when: { kind: 'header', name: 'x-chaos', value: 'on' },
        effect: { kind: 'delay', duration: Duration.seconds(5) },
        percent: 0.1,
      },
      egress: [{ host: 'api.example.com', port: 443, protocol: 'tls' }],
      metrics: { port: 'http' },
    },
    { profile: 'staging', prometheus },
  );
  expect(everything).toEqual([]);
});

test('values that no compiler saw are told before anything else is looked at', () => {
  const nonsense = { ...applicationOf(), profile: 'prod' } as unknown as Application;
  expect(said(nonsense)).toEqual([
    "Application 'shop': profile is 'prod', expected 'production', 'staging' or 'development'. Correct it.",
  ]);
});

describe('fails applications', () => {
  test('with one workload twice', () => {
    expect(said(applicationOf({}, { services: [webService, webService] }))[0]).toMatch(/ingress\[0\]/);
    expect(
      said(
        applicationOf(
          {},
          {
            services: [
              { workload: web, callers: 'nobody' },
              { workload: web, callers: 'nobody' },
            ],
          },
        ),
      ),
    ).toEqual([
      "Application 'shop': services[1].workload is shop/web, which is also services[0], expected each workload only once. Rename one, or merge their intents.",
    ]);
  });

  test('whose way out leads in, or whose sampling is no percentage', () => {
    const collector = { ...prometheus, name: 'collector' };
    expect(ofOrders({}, { egressGateway: gateway })).toEqual([
      "Application 'shop': egressGateway.direction is 'ingress', expected 'egress'. Name a gateway through which traffic leaves.",
    ]);
    expect(ofOrders({}, { tracing: { collector, samplingPercent: 101 } })).toEqual([
      "Application 'shop': tracing.samplingPercent is 101, expected a number from 0 to 100. Correct it.",
    ]);
  });

  test('that federate through the wrong gateway, or with themselves', () => {
    expect(ofOrders({}, { federation: { gateway, clusters: [istioCluster] } })).toEqual([
      "Application 'shop': federation.gateway.direction is 'ingress', expected 'east-west'. Name a gateway that only other clusters use: it forwards traffic without inspecting it.",
      "Application 'shop': federation.clusters[0] is east, the cluster of the application itself, expected another cluster. Drop it.",
    ]);
  });
});

describe('fails what would be lost in silence', () => {
  test('of requests to versions without pods', () => {
    const workload = workloadOf('orders', { versions: [{ name: 'v1' }, { name: 'v2', replicas: 0 }] });
    const when = { kind: 'header', name: 'x-version', value: '2' } as const;
    const release = { weights: { v1: 100, v2: 0 } };
    expect(ofOrders({ workload, release })).toEqual([]);
    expect(ofOrders({ workload, release: { ...release, pins: [{ when, version: 'v2' }] } })).toEqual([
      expect.stringContaining(`${where}: release.pins[0].version is 'v2', but v2 of orders has 0 replicas`),
    ]);
    expect(ofOrders({ workload, release, mirror: { version: 'v2', percent: 10 } })).toEqual([
      expect.stringContaining(`${where}: mirror.version is 'v2', but v2 of orders has 0 replicas`),
    ]);
  });

  test('of a gateway that two ways in describe differently', () => {
    const way = {
      gateway,
      hosts: ['a.example.com'],
      port: 'http',
      certificate: { kind: 'issuer', name: 'x' },
    } as const;
    const other = { ...way, hosts: ['b.example.com'], gateway: { ...gateway, replicas: 7 } };
    expect(ofOrders({ ingress: [way, { ...way, hosts: ['b.example.com'] }] })).toEqual([]);
    expect(ofOrders({ ingress: [way, other] })).toContainEqual(
      expect.stringContaining(
        `${where}: ingress[1].gateway.replicas is different from ingress[0] of service 'shop/orders'`,
      ),
    );
  });

  test('of hosts by which no one outside knows the service', () => {
    const way = { gateway, port: 'http', certificate: { kind: 'issuer', name: 'x' } } as const;
    expect(ofOrders({ ingress: [{ ...way, hosts: ['10.0.0.1', 'orders.shop.svc.cluster.local'] }] })).toEqual([
      expect.stringContaining(`${where}: ingress[0].hosts is '10.0.0.1', an address`),
      expect.stringContaining(
        `${where}: ingress[0].hosts is 'orders.shop.svc.cluster.local', a name inside the cluster`,
      ),
    ]);
  });

  test('of metrics on a port that Prometheus cannot ask', () => {
    expect(ofOrders({ metrics: { port: 'raw' } }, { prometheus })).toEqual([
      expect.stringContaining(`${where}: metrics.port is 'raw', which speaks tcp`),
    ]);
  });

  test('of keys from nowhere, and of solvers that say nothing', () => {
    const endUser = { issuer: 'i', audiences: ['a'], jwksUri: 'https://[' };
    expect(ofOrders({ endUser })).toEqual([expect.stringContaining('endUser.jwksUri is')]);
    const challenge = { kind: 'dns-01', solver: { route53: 'x' } } as never;
    const certificate = { kind: 'acme', server: 'https://acme.example.com', email: 'a@b.c', challenge } as const;
    expect(ofOrders({ ingress: [{ gateway, hosts: ['a.example.com'], port: 'http', certificate }] })).toEqual([
      expect.stringContaining('challenge.solver is something else'),
    ]);
  });
});
