import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../lib/diagnostic.js';
import { Cluster } from '../../../../lib/write/fleet/cluster.js';
import type { ClusterProps } from '../../../../lib/write/fleet/cluster-props.js';
import type { Mesh } from '../../../../lib/write/fleet/mesh.js';
import { type MeshConfigChanges, meshConfigOf } from '../../../../lib/write/istio/mesh-config.js';
import { tracingProvider } from '../../../../lib/write/istio/policy/tracing.js';
import { checkIstio } from '../../../../lib/write/istio/traffic/check-istio.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import { resolve } from '../../../../lib/write/workload/intents/resolve.js';
import { CLUSTER, called, collector, edge, exit, hub, seconds, shop, stock, wayIn, web } from '../shop.js';

function found(application: Application, changes: MeshConfigChanges = {}) {
  return checkIstio(resolve(application), meshConfigOf(hub, changes)).map(formatDiagnostic);
}

const breaker = { consecutiveFailures: 5, ejectionTime: seconds(30) };

test('finds nothing in what Istio can do', () => {
  const tracing = { collector, samplingPercent: 100 };
  const services = [
    called(web, {
      timeout: seconds(30),
      retries: { attempts: 2, perTryTimeout: seconds(10), on: ['connect-failure', 'refused-stream'] },
      circuitBreaker: breaker,
      connectionPool: { maxRequests: 5 },
      loadBalancing: { warmup: seconds(9), localityFailover: [{ from: 'a', to: 'b' }] },
      rateLimit: { requestsPerSecond: 5, burst: 5 },
      mirror: { version: 'v2', percent: 100 },
      fault: { effect: { kind: 'abort', status: 500 }, percent: 0.0001 },
      ingress: [wayIn({ paths: ['/v1/*'] })],
      egress: [{ host: 'pay.example', port: 443, protocol: 'tls' }],
    }),
    called(stock, {
      ingress: [wayIn({ paths: ['/v10', '/v2/*'] })],
      egress: [{ host: 'pay.example', port: 443, protocol: 'tls' }],
    }),
  ];
  expect(
    found(shop(services, { egressGateway: exit, tracing }), { extensionProviders: [tracingProvider(tracing, hub)] }),
  ).toEqual([]);
});

describe('clusters that take over for each other', () => {
  const eastWest = { kind: 'NodePort', nodePort: 31_443 } as const;
  const MESH: Mesh = { kind: 'istio', version: '1.31', trustDomain: 'shop.example' };
  const gateway = { ...edge, name: 'east-west', direction: 'east-west' } as const;
  const west = (props: Partial<ClusterProps>) =>
    new Cluster('west', { ...CLUSTER, nodeAddresses: ['192.0.2.2'], ...props });
  const hubWith = (props: Partial<ClusterProps>) => new Cluster('hub', { ...CLUSTER, ...props, mesh: MESH });

  test('fails where one does not say how it is entered', () => {
    const sentence = (name: string) =>
      `Application 'shop': federation is one with cluster '${name}', which does not set how others reach its gateway, expected eastWest of each cluster: a LoadBalancer with its cidrs, or a NodePort. Set eastWest of cluster '${name}'.`;
    const said = (own: Partial<ClusterProps>, other: Partial<ClusterProps>) =>
      found(shop([called(web)], { cluster: hubWith(own), federation: { gateway, clusters: [west(other)] } }));
    expect(said({ eastWest }, { eastWest })).toEqual([]);
    expect(said({}, {})).toEqual([sentence('hub'), sentence('west')]);
    // What is wrong with a cluster is told with the cluster.
    expect(said({ eastWest }, { podCidrs: [] })).toEqual([]);
  });
});

describe('the configuration of the mesh', () => {
  const where = "Application 'shop': service 'shop/web': meshConfig";

  test('fails where callers would not use mTLS', () => {
    expect(found(shop([called(web)]), { enableAutoMtls: false })).toEqual([
      `${where}.enableAutoMtls is false, expected true. Change it, or remove what relies on it: otherwise callers send plaintext, which a STRICT workload rejects.`,
    ]);
  });

  test('fails where a path could be written in ways that a policy does not know', () => {
    const pathNormalization = { normalization: 'BASE' } as const;
    expect(found(shop([called(web)]), { pathNormalization })).toEqual([]);
    const service = called(web, { callers: [{ from: stock, port: 'api', paths: ['/a'] }] });
    expect(found(shop([service]), { pathNormalization })).toHaveLength(1);
  });

  test('fails where hosts are reached that nobody stated', () => {
    const service = called(web, { egress: [{ host: 'pay.example', port: 443, protocol: 'tls' }] });
    const changes = { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } } as const;
    expect(found(shop([service], { egressGateway: exit }), changes)).toEqual([
      `${where}.outboundTrafficPolicy.mode is ALLOW_ANY, expected REGISTRY_ONLY. Change it, or remove what relies on it: otherwise workloads can reach hosts that no ServiceEntry names.`,
    ]);
  });

  test('fails where spans would go nowhere, or elsewhere', () => {
    const tracing = { collector, samplingPercent: 1 };
    const application = shop([called(web)], { tracing });
    expect(found(application)).toEqual([
      `${where}.extensionProviders is an empty list, expected one named 'opentelemetry'. Change it, or remove what relies on it: otherwise a Telemetry that names it produces no traces.`,
    ]);
    const elsewhere = tracingProvider({ ...tracing, port: 4318 }, hub);
    expect(found(application, { extensionProviders: [elsewhere] })).toEqual([
      "Application 'shop': tracing.collector is otel.tracing.svc.cluster.local:4317, but meshConfig.extensionProviders sends to otel.tracing.svc.cluster.local:4318, expected one collector for the whole mesh. Create the provider with tracingProvider(tracing, cluster), or name its collector here.",
    ]);
  });
});
