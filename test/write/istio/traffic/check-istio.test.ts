import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../lib/diagnostic.js';
import { Cluster, type ClusterProps } from '../../../../lib/write/fleet/cluster.js';
import type { Mesh } from '../../../../lib/write/fleet/mesh.js';
import { type MeshConfigChanges, meshConfigOf } from '../../../../lib/write/istio/mesh-config.js';
import { tracingProvider } from '../../../../lib/write/istio/policy/tracing.js';
import { checkIstio } from '../../../../lib/write/istio/traffic/check-istio.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import type { IngressCertificate } from '../../../../lib/write/workload/intents/ingress.js';
import type { Retries } from '../../../../lib/write/workload/intents/resilience.js';
import { resolve } from '../../../../lib/write/workload/intents/resolve.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import {
  CLUSTER,
  called,
  collector,
  edge,
  exit,
  hub,
  seconds,
  shop,
  stock,
  wayIn,
  web,
  workload,
} from '../shop.js';

function found(application: Application, changes: MeshConfigChanges = {}) {
  return checkIstio(resolve(application), meshConfigOf(hub, changes)).map(formatDiagnostic);
}

/** What is said of one service that differs from a sound one. */
const of = (changes: Partial<Service>, subject = web) => found(shop([called(subject, changes)]));

const raw = workload('raw', { ports: [{ name: 'api', port: 1, appProtocol: 'tcp' }] });
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

describe('figures', () => {
  test('fails on a burst that is smaller than what comes in each second', () => {
    expect(of({ rateLimit: { requestsPerSecond: 10, burst: 9 } })).toEqual([
      "Application 'shop': service 'shop/web': rateLimit.burst is 9, below requestsPerSecond of 10, expected at least 10, or nothing. Raise it: the bucket is filled once a second, and what does not fit is lost.",
    ]);
  });

  const reading: Partial<Service> = { callers: [{ from: stock, port: 'api', methods: ['GET'] }] };
  const tried = (changes: Partial<Retries>, timeout: number, more = reading) =>
    of({
      ...more,
      timeout: seconds(timeout),
      retries: { attempts: 3, perTryTimeout: seconds(2), on: ['reset'], ...changes },
    });

  test('fails on tries that are over before the timeout, unless it is known', () => {
    expect(tried({}, 8)).toEqual([]);
    expect(tried({}, 9)).toEqual([
      "Application 'shop': service 'shop/web': retries.perTryTimeout is 2000 ms, so that 4 tries are over after 8000 ms, while timeout is 9000 ms, expected tries that may use up the timeout: a request that takes longer than one of them is sent again and again, and never answered. Lower timeout to 8000 ms, raise perTryTimeout to 2250 ms, or say why it is meant: retries.accepts { unreachableTimeout: 'why' }.",
    ]);
    expect(tried({ perTryTimeout: Duration.millis(2250) }, 9)).toEqual([]);
    expect(tried({ accepts: { unreachableTimeout: 'It is stated.' } }, 9)).toEqual([]);
  });

  test('fails on repeating what may have been carried out, unless it is known, or may be repeated', () => {
    const posting = { callers: [{ from: stock, port: 'api', methods: ['GET', 'POST'] }] } as const;
    const sentence = (after: string, who: string) =>
      `Application 'shop': service 'shop/web': retries.on is such that a request is sent again after ${after}, though it may have been carried out; and ${who}, expected connect-failure and refused-stream alone, after which nothing was carried out, or callers that are held to methods other than POST and PATCH. Change it, or say why it does no harm: retries.accepts { repeatsNonIdempotent: 'why' }.`;
    expect(tried({}, 8, posting)).toEqual([sentence('reset', 'stock may send POST')]);
    expect(tried({ accepts: { repeatsNonIdempotent: 'It asks alone.' } }, 8, posting)).toEqual([]);
    expect(tried({ on: ['connect-failure', 'refused-stream'] }, 8, posting)).toEqual([]);
    expect(
      tried({ on: ['connect-failure', 'server-error', 'gateway-error'] }, 8, { ...posting, ingress: [wayIn()] }),
    ).toEqual([sentence('server-error and gateway-error', 'stock may send POST and gateway edge may send any method')]);
    const idempotent = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'] as const;
    expect(tried({}, 8, { callers: [{ from: stock, port: 'api', methods: idempotent }] })).toEqual([]);
  });

  test('takes every call by gRPC for one that may not be repeated, and what is no request for none', () => {
    const retries: Retries = { attempts: 1, perTryTimeout: seconds(1), on: ['reset'] };
    expect(of({ retries }, stock)).toHaveLength(1);
    expect(of({ retries, callers: [{ from: web, port: 'sync' }] }, stock)).toEqual([]);
  });

  test('fails on an end of ejections that Istio cannot set', () => {
    expect(of({ circuitBreaker: { ...breaker, maxEjectionTime: seconds(60) } })).toEqual([
      "Application 'shop': service 'shop/web': circuitBreaker.maxEjectionTime is 60000 ms, for which Istio has no field, expected nothing. Drop it: an endpoint is out for at most 5 minutes, or for ejectionTime where that is longer.",
    ]);
  });

  test.each(['maxPendingRequests', 'maxRequests', 'maxRequestsPerConnection'])(
    'fails on %s where requests are not told apart',
    (field) => {
      expect(of({ connectionPool: { [field]: 5 } })).toEqual([]);
      expect(of({ connectionPool: { [field]: 5 } }, raw)).toEqual([
        `Application 'shop': service 'shop/raw': connectionPool.${field} is 5, while no port speaks HTTP, expected nothing, or maxConnections. Limit connections instead: requests are not told apart there.`,
      ]);
    },
  );
});

describe('load balancing', () => {
  const source = { kind: 'source-ip' } as const;

  test('fails on affinity by what a connection does not show', () => {
    const affinity = { kind: 'header', name: 'x-user' } as const;
    expect(of({ loadBalancing: { affinity } })).toEqual([]);
    expect(of({ loadBalancing: { affinity: source } }, raw)).toEqual([]);
    expect(of({ loadBalancing: { affinity } }, raw)).toEqual([
      "Application 'shop': service 'shop/raw': loadBalancing.affinity is by header, while no port speaks HTTP, expected source-ip, or nothing. Change it: what a connection carries is not looked into there.",
    ]);
  });

  test('fails on a region with two that take over', () => {
    const localityFailover = [
      { from: 'a', to: 'b' },
      { from: 'c', to: 'b' },
      { from: 'a', to: 'c' },
    ];
    expect(of({ circuitBreaker: breaker, loadBalancing: { localityFailover } })).toEqual([
      "Application 'shop': service 'shop/web': loadBalancing.localityFailover[2] is from 'a', as localityFailover[0] is, expected one region that takes over for each. Drop one of the two: Istio heeds the first alone.",
    ]);
  });
});

describe('matches', () => {
  const header = (name: string) => ({ kind: 'header', name, value: '1' }) as const;
  const pinned = (name: string) => of({ release: { weights: {}, pins: [{ when: header(name), version: 'v1' }] } });

  test.each(['uri', 'scheme', 'method', 'authority'])('fails on the header %s, which matches everything', (name) => {
    const sentence = (field: string) =>
      `Application 'shop': service 'shop/web': ${field} is the header '${name}', which Istio passes over, expected a header other than uri, scheme, method, authority. Use another header: as it stands every request would match.`;
    expect(pinned(name)).toEqual([sentence('release.pins[0].when')]);
    const fault = { when: header(name), effect: { kind: 'abort', status: 500 }, percent: 1 } as const;
    expect(of({ fault })).toEqual([sentence('fault.when')]);
  });

  test('fails on cookies compared as a header', () => {
    expect(pinned('x-version')).toEqual([]);
    expect(pinned('cookie')).toEqual([
      "Application 'shop': service 'shop/web': release.pins[0].when is the header 'cookie', compared as a whole, expected a match of kind cookie. Write { kind: 'cookie', name, value }: clients send all their cookies in one header.",
    ]);
  });

  test('fails on a cookie that makes too long a pattern', () => {
    const fault = (length: number) =>
      ({
        when: { kind: 'cookie', name: 'v', value: 'x'.repeat(length) },
        effect: { kind: 'abort', status: 500 },
        percent: 1,
      }) as const;
    expect(of({ fault: fault(200) })).toEqual([]);
    expect(of({ fault: fault(250) })).toEqual([
      "Application 'shop': service 'shop/web': fault.when is a cookie of 251 characters, expected one whose pattern has at most 250 characters. Use a shorter value: Istio takes patterns of up to 1024 characters.",
    ]);
  });

  test('fails on an issuer that a policy would take for many', () => {
    expect(of({ endUser: { issuer: '*id', audiences: ['a'], jwksUri: 'https://id.example' } })).toEqual([
      "Application 'shop': service 'shop/web': endUser.issuer is '*id', expected an issuer that does not begin with an asterisk. State the issuer in full: a policy takes the asterisk for any beginning.",
    ]);
  });
});

describe('ways in', () => {
  const acme = (changes: Partial<Extract<IngressCertificate, { kind: 'acme' }>> = {}): IngressCertificate => ({
    kind: 'acme',
    server: 'https://acme.example/directory',
    email: 'ops@example.com',
    challenge: { kind: 'http-01' },
    ...changes,
  });
  const two = (one: Parameters<typeof wayIn>[0], other: Parameters<typeof wayIn>[0]) =>
    found(shop([called(stock, { ingress: [wayIn(one)] }), called(web, { ingress: [wayIn(other)] })]));

  test('fails on a host whose name is too long for that of a port', () => {
    const host = (length: number) => `${'a'.repeat(length - 12)}.example.com`;
    expect(of({ ingress: [wayIn({ hosts: [host(57)] })] })).toEqual([]);
    expect(of({ ingress: [wayIn({ hosts: [host(58)] })] })).toEqual([
      `Application 'shop': service 'shop/web': ingress.hosts is '${host(58)}', a name of 58 characters, expected at most 57 characters, from which Istio makes the name of a port. Use a shorter name for the host.`,
    ]);
  });

  test('fails on two certificates for one host', () => {
    const certificate = { kind: 'issuer', name: 'other' } as const;
    expect(two({ paths: ['/a'] }, { paths: ['/b'], certificate })).toEqual([
      "Application 'shop': service 'shop/web': ingress.certificate is another for 'shop.example.com' than ingress.certificate of service 'store/stock' states, expected one certificate for each host. State the same in both: a gateway shows one certificate for a name.",
    ]);
  });

  test('fails on two accounts at one ACME server', () => {
    const other = { hosts: ['b.example.com'], certificate: acme({ email: 'dev@example.com' }) };
    const sentence =
      "Application 'shop': service 'shop/web': ingress.certificate is dev@example.com at https://acme.example/directory, and ingress.certificate of service 'store/stock' is ops@example.com at https://acme.example/directory, expected one account at each ACME server for the gateway. Use one address and one directory in both.";
    expect(two({ certificate: acme() }, other)).toEqual([sentence]);
    expect(two({ certificate: acme() }, { ...other, gateway: { ...edge, name: 'other' } })).toEqual([]);
    const elsewhere = acme({ server: 'https://other.example/directory', email: 'dev@example.com' });
    expect(two({ certificate: acme() }, { hosts: ['b.example.com'], certificate: elsewhere })).toEqual([]);
  });

  test.each([
    ['/v1/*', '/v1/a'],
    ['/v1', '/v1/*'],
    ['/*', '/a'],
  ])('fails on two services that answer for %s and %s', (one, other) => {
    expect(two({ paths: [one] }, { paths: [other] })).toEqual([
      `Application 'shop': service 'shop/web': ingress.paths is '${other}' at 'shop.example.com', and ingress.paths of service 'store/stock' takes '${one}' there, expected paths that one service alone answers. Part them, or use two hosts: which of the two answers is otherwise left to the order in which Istio reads them.`,
    ]);
  });

  test('lets services part the paths, or the hosts', () => {
    expect(two({ paths: ['/v1/*'] }, { paths: ['/v10'] })).toEqual([]);
    expect(two({}, { hosts: ['b.example.com'] })).toEqual([]);
  });

  test('fails on two gateways whose pods Istio cannot tell apart', () => {
    const gateway = { ...edge, namespace: 'other' };
    expect(two({}, { hosts: ['b.example.com'], gateway })).toEqual([
      "Application 'shop': gateway 'other/edge': name is 'edge', the name of gateway 'edge/edge' as well, expected a name of its own. Rename one of the two: Istio knows gateways by the labels of their pods, in all namespaces.",
    ]);
    const services = [called(web, { ingress: [wayIn()] })];
    expect(found(shop(services, { egressGateway: { ...exit, name: 'edge' } }))).toHaveLength(1);
  });
});

describe('ways out', () => {
  const pay = { host: 'pay.example', port: 443, protocol: 'tls' } as const;
  const out = (...services: readonly Service[]) => found(shop(services, { egressGateway: exit }));

  test('fails without a gateway', () => {
    expect(of({ egress: [pay] })).toEqual([
      "Application 'shop': egressGateway is absent, while service 'shop/web' states egress, expected the gateway through which external hosts are reached. State it, or drop the service's egress: the mesh lets nothing out of the cluster by another way.",
    ]);
    expect(of({ egress: [] })).toEqual([]);
  });

  test('fails on two ports of one host', () => {
    const sentence = (as: string) =>
      `Application 'shop': service 'store/stock': egress is 'pay.example' at ${as}, and egress of service 'shop/web' states it at port 443 by tls, expected one port for each host. Use one of the two, or a second DNS name: the egress gateway knows hosts by their name alone.`;
    const first = called(web, { egress: [pay] });
    expect(out(first, called(stock, { egress: [{ ...pay, port: 8443 }] }))).toEqual([sentence('port 8443 by tls')]);
  });

  test('fails on a host by tcp at the port of another, of the same service', () => {
    const bank = { host: 'bank.example', port: 443, protocol: 'tcp' } as const;
    expect(out(called(web, { egress: [pay, bank] }))).toEqual([
      "Application 'shop': service 'shop/web': egress is 'bank.example' at port 443 by tcp, beside 'pay.example' at port 443 by tls, expected a port of its own for a host that is called by tcp. Call it by tls, or at another port: without a server name all that goes to the port looks alike to the proxy.",
    ]);
    expect(out(called(web, { egress: [pay, { ...bank, port: 444 }] }))).toEqual([]);
    expect(out(called(web, { egress: [pay, { ...bank, protocol: 'tls' }] }))).toEqual([]);
    expect(out(called(web, { egress: [pay] }), called(stock, { egress: [bank] }))).toEqual([]);
  });

  test('fails on a host whose name is too long for that of a subset', () => {
    const host = `${'a'.repeat(48)}.example.com`;
    expect(out(called(web, { egress: [{ ...pay, host: host.slice(1) }] }))).toEqual([]);
    expect(out(called(web, { egress: [{ ...pay, host }] }))).toEqual([
      `Application 'shop': service 'shop/web': egress is '${host}', a name of 60 characters, expected at most 59 characters, from which Istio makes the name of a subset. Use a shorter name for the host.`,
    ]);
  });
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
      `Application 'shop': federation is one to which cluster '${name}' belongs, which does not say how others reach its gateway, expected eastWest of each cluster: a LoadBalancer with its cidrs, or a NodePort. State eastWest of cluster '${name}'.`;
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
      `${where}.enableAutoMtls is false, expected true. Change it, or drop what relies on it: otherwise callers send plaintext, which a STRICT workload refuses.`,
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
      `${where}.outboundTrafficPolicy.mode is ALLOW_ANY, expected REGISTRY_ONLY. Change it, or drop what relies on it: otherwise workloads reach hosts that no ServiceEntry names.`,
    ]);
  });

  test('fails where spans would go nowhere, or elsewhere', () => {
    const tracing = { collector, samplingPercent: 1 };
    const application = shop([called(web)], { tracing });
    expect(found(application)).toEqual([
      `${where}.extensionProviders is an empty list, expected one named 'opentelemetry'. Change it, or drop what relies on it: otherwise a Telemetry that names it yields no traces.`,
    ]);
    const elsewhere = tracingProvider({ ...tracing, port: 4318 }, hub);
    expect(found(application, { extensionProviders: [elsewhere] })).toEqual([
      "Application 'shop': tracing.collector is otel.tracing.svc.cluster.local:4317, while meshConfig.extensionProviders sends to otel.tracing.svc.cluster.local:4318, expected one collector for the whole mesh. Make the provider with tracingProvider(tracing, cluster), or name its collector here.",
    ]);
  });
});
