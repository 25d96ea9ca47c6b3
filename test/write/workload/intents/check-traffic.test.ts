import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { web, workloadOf } from '../../../support/application.js';
import { ofOrders, where } from '../../../support/intent-problems.js';

describe('fails traffic', () => {
  test('of requests to ports that speak none', () => {
    const workload = workloadOf('orders', {
      ports: [{ name: 'http', port: 8080, appProtocol: 'tcp' }],
    });
    expect(ofOrders({ workload, callers: 'nobody', timeout: Duration.seconds(1) })).toEqual([
      `${where}: timeout is stated for orders, none of whose ports speaks HTTP: http speaks tcp, expected a port that speaks HTTP. Drop timeout, or correct the appProtocol in workload.ports.`,
    ]);
  });

  test('whose last try would begin when all is over', () => {
    const retries = { attempts: 3, perTryTimeout: Duration.seconds(2), on: ['gateway-error'] } as const;
    const sentence = (timeout: number) =>
      `${where}: retries is 4 tries, the last of which begins after 6000 ms, but timeout is ${timeout} ms, expected a timeout that leaves time for the last try: it ends all tries together. Raise timeout, or lower attempts or perTryTimeout. Otherwise the last try is never made.`;
    expect(ofOrders({ retries, timeout: Duration.seconds(1) })).toEqual([sentence(1000)]);
    expect(ofOrders({ retries, timeout: Duration.seconds(6) })).toEqual([sentence(6000)]);
    expect(ofOrders({ retries, timeout: Duration.seconds(7) })).toEqual([]);
  });

  test('that accepts what is not the case', () => {
    const retries = { attempts: 3, perTryTimeout: Duration.seconds(2), on: ['gateway-error'] } as const;
    const unreachable = (timeout?: number) =>
      ofOrders({
        retries: { ...retries, accepts: { unreachableTimeout: 'It is stated.' } },
        ...(timeout !== undefined && { timeout: Duration.seconds(timeout) }),
      });
    const sentence = (why: string) =>
      `${where}: retries.accepts.unreachableTimeout is stated, but ${why}, expected nothing: there is nothing to accept. Drop it.`;
    expect(unreachable(9)).toEqual([]);
    expect(unreachable(8)).toEqual([sentence(`4 tries may use up timeout of 8000 ms`)]);
    expect(unreachable()).toEqual([sentence('there is no timeout')]);
    const accepting = { ...retries, accepts: { repeatsNonIdempotent: 'It does no harm.' } };
    expect(ofOrders({ retries: accepting })).toEqual([]);
    expect(ofOrders({ retries: accepting, callers: [{ from: web, port: 'http', methods: ['GET', 'PUT'] }] })).toEqual([
      `${where}: retries.accepts.repeatsNonIdempotent is stated, but every caller is limited to methods that are safe to repeat, expected nothing: there is nothing to accept. Drop it.`,
    ]);
  });

  test('that accepts without a reason', () => {
    const accepts = { unreachableTimeout: ' ', repeatsNonIdempotent: '' };
    const retries = { attempts: 3, perTryTimeout: Duration.seconds(2), on: ['gateway-error'], accepts } as const;
    expect(ofOrders({ retries })).toEqual(
      Object.entries(accepts).map(
        ([name, value]) =>
          `Application 'shop': services[1].retries.accepts.${name} is '${value}', expected a reason, in words. Correct it, or remove it to use the default.`,
      ),
    );
  });

  test('with ejections that end before they begin', () => {
    const circuitBreaker = {
      consecutiveFailures: 5,
      ejectionTime: Duration.seconds(30),
      maxEjectionTime: Duration.seconds(10),
    };
    expect(ofOrders({ circuitBreaker })).toEqual([
      `${where}: circuitBreaker.maxEjectionTime is 10000 ms, but ejectionTime is 30000 ms, expected at least the first ejection. Raise it, or remove it.`,
    ]);
  });

  test('that two things balance', () => {
    const loadBalancing = {
      affinity: { kind: 'source-ip' },
      algorithm: 'random',
      warmup: Duration.seconds(30),
    } as const;
    expect(ofOrders({ loadBalancing })).toEqual([
      `${where}: loadBalancing.affinity is stated together with loadBalancing.algorithm and loadBalancing.warmup, expected only one of them: affinity decides which endpoint gets a request. Drop algorithm and warmup, or affinity.`,
      `${where}: loadBalancing.warmup is stated together with loadBalancing.algorithm random, which ignores it, expected least-request or round-robin. Choose one of these, or drop warmup.`,
    ]);
  });

  test('that fails over without noticing, or to where it is', () => {
    expect(ofOrders({ loadBalancing: { localityFailover: [{ from: 'eu', to: 'eu' }] } })).toEqual([
      `${where}: loadBalancing.localityFailover is stated without circuitBreaker, expected a circuit breaker: without one nothing notices that a region is down, and no request leaves it. State circuitBreaker.`,
      `${where}: loadBalancing.localityFailover[0] is from eu to eu, expected another region. Name the region that takes over.`,
    ]);
  });
});
