import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../lib/diagnostic.js';
import { checkLinkerd } from '../../../lib/write/linkerd/check-linkerd.js';
import { resolveLinkerd } from '../../../lib/write/linkerd/linkerd-application.js';
import type { Fallbacks } from '../../../lib/write/linkerd/traffic/fallbacks.js';
import type { Application } from '../../../lib/write/workload/intents/application.js';
import { resolve } from '../../../lib/write/workload/intents/resolve.js';
import type { Service } from '../../../lib/write/workload/intents/service.js';
import type { WorkloadPort } from '../../../lib/write/workload/port.js';
import type { ProbeAction } from '../../../lib/write/workload/probe.js';
import type { Workload } from '../../../lib/write/workload/workload.js';
import {
  application,
  client,
  external,
  gateway,
  prometheus,
  second,
  service,
  VERSIONS,
  workload,
} from '../../support/linkerd-application.js';

const sentences = (services: Service | readonly Service[], fallbacks?: Fallbacks, changes?: Partial<Application>) =>
  checkLinkerd(
    resolveLinkerd(resolve(application(Array.isArray(services) ? services : [services].flat(), changes)), fallbacks),
  ).map(formatDiagnostic);

const tcp: Partial<Workload> = { ports: [{ name: 'http', port: 5432, appProtocol: 'tcp' }] };
const grpc: Partial<Workload> = { ports: [{ name: 'http', port: 9000, appProtocol: 'grpc' }], ...VERSIONS };

/** A caller whose requests may be repeated. */
const reading = [{ from: client, port: 'http', methods: ['GET'] }] as const;

const probed = (check: ProbeAction, ports?: readonly WorkloadPort[]): Partial<Workload> => {
  const { containers } = workload('web');
  return {
    containers: containers.map((container) => ({
      ...container,
      probes: { readiness: { check }, liveness: { check: { kind: 'exec', command: ['true'] } } },
    })),
    ...(ports && { ports }),
  };
};
const httpProbe: ProbeAction = { kind: 'http', path: '/ready', port: 'http' };

describe('checkLinkerd', () => {
  test('finds nothing in a service that wants what Linkerd gives', () => {
    expect(sentences(service())).toEqual([]);
  });

  test.each<[string, Service, string]>([
    [
      'a circuit breaker where no port speaks HTTP',
      service({ circuitBreaker: { consecutiveFailures: 3, ejectionTime: second, maxEjectionPercent: 100 } }, tcp),
      "Application 'shop': service 'apps/web': circuitBreaker is set for a workload without an HTTP port, expected a port of http, http2 or grpc. Remove it: on other ports Linkerd forwards bytes and sees no requests.",
    ],
    [
      'retries of connections that break',
      service({ callers: reading, retries: { attempts: 1, perTryTimeout: second, on: ['reset', 'gateway-error'] } }),
      "Application 'shop': service 'apps/web': retries.on is reset, expected gateway-error, server-error or refused-stream: a proxy retries after a status, a refused stream or a timeout, and does not see broken connections. Remove it, or accept what Linkerd does instead: fallbacks { retries: 'statuses-and-refused-streams' }.",
    ],
    [
      'retries of connections that fail, without the status as which they come back',
      service({ callers: reading, retries: { attempts: 1, perTryTimeout: second, on: ['connect-failure'] } }),
      "Application 'shop': service 'apps/web': retries.on is connect-failure, expected gateway-error, server-error or refused-stream: a proxy retries after a status, a refused stream or a timeout, and does not see broken connections. Add gateway-error: a failed connection is reported as one, or accept what Linkerd does instead: fallbacks { retries: 'statuses-and-refused-streams' }.",
    ],
    [
      'requests that are repeated after a status, though they may have been carried out',
      service({ retries: { attempts: 1, perTryTimeout: second, on: ['gateway-error'] } }),
      "Application 'shop': service 'apps/web': retries is unsafe: a request is sent again after gateway-error and every try that lasts longer than perTryTimeout, although it may have taken effect; and client may send any method, expected no retries, or callers limited to methods other than POST and PATCH. Change it, or state why it is safe: retries.accepts { repeatsNonIdempotent: 'why' }.",
    ],
    [
      'requests that are repeated because they take long, whatever the conditions',
      service({
        callers: [{ from: client, port: 'http', methods: ['PATCH', 'GET', 'POST'] }],
        retries: { attempts: 1, perTryTimeout: second, on: ['refused-stream'] },
      }),
      "Application 'shop': service 'apps/web': retries is unsafe: a request is sent again after every try that lasts longer than perTryTimeout, although it may have taken effect; and client may send PATCH and POST, expected no retries, or callers limited to methods other than POST and PATCH. Change it, or state why it is safe: retries.accepts { repeatsNonIdempotent: 'why' }.",
    ],
    [
      'the default share of a circuit breaker',
      service({ circuitBreaker: { consecutiveFailures: 3, ejectionTime: second } }),
      "Application 'shop': service 'apps/web': circuitBreaker.maxEjectionPercent is 50, the default, expected 100: each endpoint is judged on its own, so all may be ejected together. Write 100, or accept what Linkerd does instead: fallbacks { circuitBreaker: 'each-endpoint-alone' }.",
    ],
    [
      'session affinity',
      service({ loadBalancing: { affinity: { kind: 'cookie', name: 's', ttl: second } } }),
      "Application 'shop': service 'apps/web': loadBalancing.affinity is cookie, expected none: the proxy keeps no sessions, but a pin can bind a header or a cookie to a version. Store sessions where every pod can read them, or accept what Linkerd does instead: fallbacks { affinity: 'dropped' }.",
    ],
    [
      'tokens of end users',
      service({ endUser: { issuer: 'i', audiences: ['a'], jwksUri: 'https://i' } }),
      "Application 'shop': service 'apps/web': endUser is stated, expected none: a proxy authenticates workloads by their identity, and reads no tokens. Check tokens at the gateway or in the workload, or accept what Linkerd does instead: fallbacks { endUser: 'checked-by-the-workload' }.",
    ],
    [
      'a burst above the rate',
      service({ rateLimit: { requestsPerSecond: 10, burst: 50 } }),
      "Application 'shop': service 'apps/web': rateLimit.burst is 50, expected 10, the requests of one second: a proxy admits no larger burst. Remove it, or accept what Linkerd does instead: fallbacks { burst: 'one-second' }.",
    ],
    [
      'a limit that counts probes',
      service({ rateLimit: { requestsPerSecond: 10 } }, probed(httpProbe)),
      "Application 'shop': service 'apps/web': rateLimit is a limit on port http, which the kubelet probes, expected probes on a port without a limit: they count as requests, so the kubelet restarts a pod that gets too many requests. Probe another port that has no callers, or accept what Linkerd does instead: fallbacks { limitedProbes: 'accepted' }.",
    ],
    [
      'a probe that the proxy answers',
      service({}, probed({ kind: 'tcp', port: 'http' })),
      "Application 'shop': service 'apps/web': workload.containers['web'].probes.readiness is a tcp probe of port http, expected http, grpc or exec: the proxy accepts every connection from the kubelet, even if the container does not listen. Use a probe that the container answers, or accept what Linkerd does instead: fallbacks { tcpProbes: 'answered-by-the-proxy' }.",
    ],
    [
      'a probe that its port refuses',
      service({}, probed(httpProbe, [{ name: 'http', port: 8080, appProtocol: 'http2' }])),
      "Application 'shop': service 'apps/web': workload.containers['web'].probes.readiness is an http probe of port http, which speaks http2, expected a port of http. Probe another port, or use exec: the proxy rejects probes in another protocol than that of the port.",
    ],
    [
      'a gRPC probe of a port that speaks HTTP/1.1',
      service({}, probed({ kind: 'grpc', port: 'http' })),
      "Application 'shop': service 'apps/web': workload.containers['web'].probes.readiness is a gRPC probe of port http, which speaks http, expected a port of grpc or http2. Probe another port, or use exec: the proxy rejects probes in another protocol than that of the port.",
    ],
    [
      'a path that is granted by itself and as the beginning of others',
      service({
        callers: [
          { from: client, port: 'http', paths: ['/v1'] },
          { from: external('other'), port: 'http', paths: ['/v1/*'] },
        ],
      }),
      "Application 'shop': service 'apps/web': callers is '/v1' and '/v1/*' of port http, for different peers, expected one of the two: for a request that matches both, Linkerd may apply either. Grant both to the same callers and methods, or list the paths below one by one; probes and metrics count too.",
    ],
    [
      'failures made by the mesh',
      service({ fault: { effect: { kind: 'abort', status: 503 }, percent: 1 } }),
      "Application 'shop': service 'apps/web': fault is an injected answer of 503, expected a Service that answers with errors, to which Linkerd sends a share of the requests. Run such a Service, or accept what Linkerd does instead: fallbacks { fault: { service, port }, or 'dropped' }.",
    ],
    [
      'copies of requests',
      service({ mirror: { version: 'v2', percent: 1 } }, VERSIONS),
      "Application 'shop': service 'apps/web': mirror is stated, expected none: Linkerd accepts a route that mirrors requests, and then ignores the whole route. Give the version a small weight, or accept what Linkerd does instead: fallbacks { mirror: 'dropped' }.",
    ],
    [
      'a path that is no method of gRPC',
      service(
        { release: { weights: { v1: 100 }, pins: [{ when: { kind: 'path', path: '/a/b/c' }, version: 'v2' }] } },
        grpc,
      ),
      "Application 'shop': service 'apps/web': release.pins is path '/a/b/c', on a port of gRPC, expected a method, '/package.Service/Method', or all of a service, '/package.Service/*'. Name the method or the service: a GRPCRoute matches no other paths.",
    ],
    [
      'a host outside that is told by no name',
      service({ egress: [{ host: 'db.example.com', port: 5432, protocol: 'tcp' }] }),
      "Application 'shop': service 'apps/web': egress is 'db.example.com' on port 5432 as tcp, expected tls: traffic without a server name can be allowed to every host on the port, or to none. Use TLS in the workload, or accept what Linkerd does instead: fallbacks { tcpEgress: 'any-host-on-the-port' }.",
    ],
  ])('fails on %s', (_, wanted, sentence) => {
    expect(sentences(wanted)).toEqual([sentence]);
  });

  test('fails on a delay even where a Service answers with errors', () => {
    const delayed = service({ fault: { effect: { kind: 'delay', duration: second }, percent: 1 } });
    expect(sentences(delayed, { fault: { service: 'errors', port: 80 } })).toEqual([
      "Application 'shop': service 'apps/web': fault.effect is a delay, expected an abort: Linkerd cannot delay requests, and a slow Service would answer instead of this one. Use an abort, or accept that nothing fails: fallbacks { fault: 'dropped' }.",
    ]);
  });

  test('fails on more pins than a route takes', () => {
    const pins = Array.from({ length: 9 }, (_, index) => [
      { when: { kind: 'header', name: `x-${index}`, value: '1' } as const, version: 'v2' },
      { when: { kind: 'path', path: `/p${index}` } as const, version: 'v2' },
    ]).flat();
    const [sentence] = sentences(service({ release: { weights: { v1: 100 }, pins } }, VERSIONS));
    expect(sentence).toMatch(
      /^Application 'shop': service 'apps\/web': release\.pins is \d+ rules, .* expected at most 16 rules of 8 matches\./,
    );
  });

  test('fails on a version whose Service would have too long a name', () => {
    const long = service({ release: { weights: { v1: 100 } } }, { name: 'w'.repeat(62), ...VERSIONS });
    expect(sentences(long)).toContain(
      `Application 'shop': service 'apps/${'w'.repeat(62)}': workload.versions is '${'w'.repeat(62)}-v1', 65 characters, as the name of the version's Service, expected at most 63 characters. Shorten the name of the workload or of the version.`,
    );
  });

  test('counts no probe of a port that nobody but Prometheus calls', () => {
    const metrics: WorkloadPort = { name: 'metrics', port: 9090, appProtocol: 'http' };
    const own = probed({ kind: 'http', path: '/ready', port: 'metrics' }, [
      { name: 'http', port: 8080, appProtocol: 'http' },
      metrics,
    ]);
    const limited = service({ rateLimit: { requestsPerSecond: 1 }, metrics: { port: 'metrics' } }, own);
    expect(sentences(limited, {}, { prometheus })).toEqual([]);
  });

  test('fails on a service whose way out is open to others of its namespace', () => {
    const egress = [{ host: 'api.example.com', port: 443, protocol: 'tls' }] as const;
    const others = { workload: workload('other'), callers: 'nobody' } as const;
    expect(sentences([service({ egress }), others])).toEqual([
      "Application 'shop': service 'apps/web': egress is different from that of other, in the same namespace, expected the same hosts for all services of a namespace: Linkerd allows hosts for a whole namespace. Give the service a namespace of its own, or accept what Linkerd does instead: fallbacks { egressScope: 'namespace' }.",
    ]);
    expect(sentences([service({ egress }), { ...others, egress }])).toEqual([]);
  });

  test('fails on one port that leaves a namespace as tls and as tcp', () => {
    const mixed = service({
      egress: [
        { host: 'a.example.com', port: 443, protocol: 'tls' },
        { host: 'b.example.com', port: 443, protocol: 'tcp' },
      ],
    });
    expect(sentences(mixed, { tcpEgress: 'any-host-on-the-port' })).toEqual([
      "Application 'shop': service 'apps/web': egress is 'b.example.com' on port 443 as tcp, but others in the namespace use tls on it, expected one protocol for each port of external hosts in a namespace. Use another port: Linkerd ignores tcp on a port that has tls hosts.",
    ]);
  });

  test('fails on an egress gateway', () => {
    const wanted = service({ egress: [{ host: 'a.example.com', port: 443, protocol: 'tls' }] });
    expect(sentences(wanted, {}, { egressGateway: { ...gateway, name: 'out', direction: 'egress' } })).toEqual([
      "Application 'shop': egressGateway is 'out', expected none: each proxy sends traffic out of the cluster directly. Remove it, or accept what Linkerd does instead: fallbacks { egressGateway: 'dropped' }.",
    ]);
  });
});
