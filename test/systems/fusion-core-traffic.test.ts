import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../lib/diagnostic.js';
import { checkApplication } from '../support/resolved.js';
import { at, find } from '../support/synth.js';
import { CALLS, SERVICES } from './fusion-core-diagram.js';
import { added, names, ofKind, own } from './fusion-core-objects.js';

/** Milliseconds of an annotation such as `30s`. */
function timeOf(service: string, annotation: string): number {
  const text = find(ofKind('Service'), 'Service', service).metadata.annotations?.[annotation] ?? '';
  const [, amount, unit] = /^(\d+)(ms|s)$/.exec(text) ?? [];
  return Number(amount) * (unit === 's' ? 1000 : 1);
}

describe('the traffic of fusion-core', () => {
  test('has timeouts that fit into each other along each call', () => {
    for (const [from, to] of CALLS) {
      const [outer, inner] = [from, to].map((name) => timeOf(name, 'timeout.linkerd.io/request'));
      expect(outer, `${from} waits for ${to}`).toBeGreaterThan(inner ?? Number.NaN);
    }
  });

  test('fails where a caller would give up first', () => {
    const { application } = added();
    expect(checkApplication(application)).toEqual([]);
    const services = application.services.map((service) =>
      service.workload.name === 'ai-kernel' ? { ...service, timeout: Duration.seconds(9) } : service,
    );
    expect(
      checkApplication({ ...application, services })
        .map(formatDiagnostic)
        .join('\n'),
    ).toMatch(
      /service '[^']*ai-kernel': timeout is 9000 ms, but it may wait 9000 ms for identity: ai-kernel -> identity/,
    );
  });

  test('tries identity again as the seed says, within the time that there is', () => {
    expect(find(own, 'Service', 'identity').metadata.annotations).toMatchObject({
      'retry.linkerd.io/limit': '3',
      'retry.linkerd.io/timeout': '2s',
      'retry.linkerd.io/http': 'gateway-error',
    });
    expect(timeOf('identity', 'timeout.linkerd.io/request')).toBeGreaterThan(
      4 * timeOf('identity', 'retry.linkerd.io/timeout'),
    );
  });

  test('takes failing endpoints of every service out', () => {
    for (const name of names) {
      expect(find(own, 'Service', name).metadata.annotations).toMatchObject({
        'balancer.linkerd.io/failure-accrual': 'consecutive',
      });
    }
    expect(
      find(own, 'Service', 'ai-kernel').metadata.annotations?.[
        'balancer.linkerd.io/failure-accrual-consecutive-max-failures'
      ],
    ).toBe('5');
  });

  test("states the seed's limits on connections of ai-kernel", () => {
    const kernel = added().application.services.find(({ workload }) => workload.name === 'ai-kernel');
    expect(kernel?.connectionPool).toEqual({ maxConnections: 100, maxRequests: 1000, maxPendingRequests: 100 });
  });

  test('limits the rate of each service, with a burst of one second', () => {
    const limits = ofKind('HTTPLocalRateLimitPolicy').map((policy) => [
      policy.metadata.name,
      at(policy, 'spec.total.requestsPerSecond'),
    ]);
    expect(limits.sort()).toEqual(
      Object.entries(SERVICES)
        .map(([name, { requestsPerSecond }]) => [`${name}-http`, requestsPerSecond])
        .sort(),
    );
    const limited = added().application.services.filter(({ rateLimit }) => rateLimit !== undefined);
    expect(limited).toHaveLength(names.length);
    for (const { rateLimit } of limited) expect(rateLimit?.burst).toBe(rateLimit?.requestsPerSecond);
  });
});
