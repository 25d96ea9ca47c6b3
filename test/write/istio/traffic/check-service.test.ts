import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../lib/diagnostic.js';
import { type MeshConfigChanges, meshConfigOf } from '../../../../lib/write/istio/mesh-config.js';
import { checkIstio } from '../../../../lib/write/istio/traffic/check-istio.js';
import type { Application } from '../../../../lib/write/workload/intents/application.js';
import type { Retries } from '../../../../lib/write/workload/intents/resilience.js';
import { resolve } from '../../../../lib/write/workload/intents/resolve.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import { called, hub, seconds, shop, stock, wayIn, web, workload } from '../shop.js';

function found(application: Application, changes: MeshConfigChanges = {}) {
  return checkIstio(resolve(application), meshConfigOf(hub, changes)).map(formatDiagnostic);
}

/** What is said of one service that differs from a sound one. */
const of = (changes: Partial<Service>, subject = web) => found(shop([called(subject, changes)]));

const raw = workload('raw', { ports: [{ name: 'api', port: 1, appProtocol: 'tcp' }] });
const breaker = { consecutiveFailures: 5, ejectionTime: seconds(30) };

describe('figures', () => {
  test('fails on a burst that is smaller than what comes in each second', () => {
    expect(of({ rateLimit: { requestsPerSecond: 10, burst: 9 } })).toEqual([
      "Application 'shop': service 'shop/web': rateLimit.burst is 9, below requestsPerSecond of 10, expected at least 10, or nothing. Raise it: the bucket is refilled once a second, and tokens that do not fit are lost.",
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
      "Application 'shop': service 'shop/web': retries.perTryTimeout is 2000 ms, so that 4 tries end after 8000 ms, but timeout is 9000 ms, expected tries that can use up the timeout: a request that takes longer than one try is sent again each time, and never answered. Lower timeout to 8000 ms, raise perTryTimeout to 2250 ms, or explain why this is intended: retries.accepts { unreachableTimeout: 'why' }.",
    ]);
    expect(tried({ perTryTimeout: Duration.millis(2250) }, 9)).toEqual([]);
    expect(tried({ accepts: { unreachableTimeout: 'It is stated.' } }, 9)).toEqual([]);
  });

  test('fails on repeating what may have been carried out, unless it is known, or may be repeated', () => {
    const posting = { callers: [{ from: stock, port: 'api', methods: ['GET', 'POST'] }] } as const;
    const sentence = (after: string, who: string) =>
      `Application 'shop': service 'shop/web': retries.on is unsafe: a request is sent again after ${after}, although it may have taken effect; and ${who}, expected only connect-failure and refused-stream, after which no request has taken effect, or callers limited to methods other than POST and PATCH. Change it, or state why it is safe: retries.accepts { repeatsNonIdempotent: 'why' }.`;
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
      "Application 'shop': service 'shop/web': circuitBreaker.maxEjectionTime is 60000 ms, for which Istio has no field, expected nothing. Remove it: Istio ejects an endpoint for at most 5 minutes, or for ejectionTime if that is longer.",
    ]);
  });

  test.each(['maxPendingRequests', 'maxRequests', 'maxRequestsPerConnection'])(
    'fails on %s where requests are not told apart',
    (field) => {
      expect(of({ connectionPool: { [field]: 5 } })).toEqual([]);
      expect(of({ connectionPool: { [field]: 5 } }, raw)).toEqual([
        `Application 'shop': service 'shop/raw': connectionPool.${field} is 5, but no port speaks HTTP, expected nothing, or maxConnections. Limit connections instead: on other ports Istio sees no requests.`,
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
      "Application 'shop': service 'shop/raw': loadBalancing.affinity is by header, but no port speaks HTTP, expected source-ip, or nothing. Change it: on other ports Istio does not look into connections.",
    ]);
  });

  test('fails on a region with two that take over', () => {
    const localityFailover = [
      { from: 'a', to: 'b' },
      { from: 'c', to: 'b' },
      { from: 'a', to: 'c' },
    ];
    expect(of({ circuitBreaker: breaker, loadBalancing: { localityFailover } })).toEqual([
      "Application 'shop': service 'shop/web': loadBalancing.localityFailover[2] is from 'a', like localityFailover[0], expected one region to fail over to for each region. Remove one of the two: Istio uses only the first.",
    ]);
  });
});

describe('matches', () => {
  const header = (name: string) => ({ kind: 'header', name, value: '1' }) as const;
  const pinned = (name: string) => of({ release: { weights: {}, pins: [{ when: header(name), version: 'v1' }] } });

  test.each(['uri', 'scheme', 'method', 'authority'])('fails on the header %s, which matches everything', (name) => {
    const sentence = (field: string) =>
      `Application 'shop': service 'shop/web': ${field} is the header '${name}', which Istio ignores, expected a header other than uri, scheme, method, authority. Use another header: otherwise every request matches.`;
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
      "Application 'shop': service 'shop/web': endUser.issuer is '*id', expected an issuer that does not begin with an asterisk. State the full issuer: a policy would match the asterisk with any prefix.",
    ]);
  });
});
