import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { workloadOf } from '../../../support/application.js';
import { ofOrders, where } from '../../../support/intent-problems.js';

describe('fails releases', () => {
  test('whose weights do not sum to 100', () => {
    expect(ofOrders({ release: { weights: { v1: 90, v2: 20 } } })).toEqual([
      `${where}: release.weights is v1: 90, v2: 20, which sum to 110, expected percentages that sum to 100. Change all of them in one commit, so that no intermediate state is applied.`,
    ]);
  });

  test('to versions whose pods no selector matches', () => {
    const workload = workloadOf('orders', { versions: [{ name: 'v1' }, { name: 'v2', replicas: 0 }] });
    const release = {
      weights: { v1: 50, v2: 25, v3: 25 },
      pins: [{ when: { kind: 'cookie', name: 'group', value: 'beta' }, version: 'v4' }],
    } as const;
    expect(ofOrders({ workload, callers: 'nobody', release })).toEqual([
      `${where}: release.weights.v2 is 25 percent, but v2 of orders has 0 replicas, expected a version with running pods. Start the version first, or send it no requests.`,
      `${where}: release.weights.v3 is version 'v3', which does not exist, expected v1 or v2. Add it to versions of orders, or correct the name.`,
      `${where}: release.pins[0].version is version 'v4', which does not exist, expected v1 or v2. Add it to versions of orders, or correct the name.`,
    ]);
  });

  test('with pins that are never reached', () => {
    const when = { kind: 'header', name: 'x-version', value: 'v2' } as const;
    const pins = [
      { when, version: 'v2' },
      { when, version: 'v1' },
    ];
    expect(ofOrders({ release: { weights: { v1: 100 }, pins } })).toEqual([
      `${where}: release.pins[1].when is matched by release.pins[0].when already, expected a match of its own: the first pin that matches decides. Drop one of the two.`,
    ]);
  });

  test('that mirror to no version, to one that already answers, or no requests', () => {
    expect(ofOrders({ mirror: { version: 'v3', percent: 0 } })).toEqual([
      "Application 'shop': services[1].mirror.percent is 0, expected a number from 0.0001 to 100. Correct it.",
    ]);
    expect(ofOrders({ mirror: { version: 'v3', percent: 5 } })).toEqual([
      `${where}: mirror.version is version 'v3', which does not exist, expected v1 or v2. Add it to versions of orders, or correct the name.`,
    ]);
    expect(ofOrders({ mirror: { version: 'v2', percent: 5 }, release: { weights: { v1: 90, v2: 10 } } })).toEqual([
      `${where}: mirror.version is 'v2', which release.weights gives 10 % of the requests, expected a version that answers no requests, so that none takes effect twice. Set its weight to 0, or mirror to another version.`,
    ]);
  });

  test('with faults in production', () => {
    const fault = { when: { kind: 'path', path: '/x' }, effect: { kind: 'abort', status: 503 }, percent: 1 } as const;
    expect(ofOrders({ fault })).toEqual([
      `${where}: fault is stated, but the profile of application shop is production, expected no injected faults in production. Drop it, or use a staging or development profile.`,
    ]);
  });

  test('with faults for every request beside retries and a timeout', () => {
    const fault = { effect: { kind: 'abort', status: 503 }, percent: 1 } as const;
    const retries = { attempts: 1, perTryTimeout: Duration.seconds(1), on: ['reset'] } as const;
    expect(ofOrders({ fault, retries, timeout: Duration.seconds(5) }, { profile: 'staging' })).toEqual([
      `${where}: fault is for every request, together with timeout and retries, expected a fault for some requests only: timeouts and retries do not work for requests with an injected fault. State in fault.when which requests fail, or drop timeout and retries.`,
    ]);
  });
});
