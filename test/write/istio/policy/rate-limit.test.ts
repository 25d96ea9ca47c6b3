import { describe, expect, test } from 'vitest';
import { rateLimitFilter } from '../../../../lib/write/istio/policy/rate-limit.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import { resolvedFirst } from '../../../support/resolved.js';
import { called, shop, stock, web, workload } from '../shop.js';

const filterOf = (service: Service) => rateLimitFilter(resolvedFirst(shop([service])).service);

const limited = (requestsPerSecond: number, burst?: number) =>
  filterOf(called(web, { rateLimit: { requestsPerSecond, ...(burst !== undefined && { burst }) } }));

const configOf = (filter: ReturnType<typeof limited>) => filter?.configPatches[0].patch.value['typed_config'];

describe('rateLimitFilter', () => {
  test('is before the router of an inbound listener, in a stated order', () => {
    const filter = limited(10);
    expect(filter?.priority).toBe(10);
    expect(filter?.configPatches[0]).toMatchObject({
      applyTo: 'HTTP_FILTER',
      match: {
        context: 'SIDECAR_INBOUND',
        listener: {
          portNumber: 8080,
          filterChain: {
            filter: {
              name: 'envoy.filters.network.http_connection_manager',
              subFilter: { name: 'envoy.filters.http.router' },
            },
          },
        },
      },
      patch: { operation: 'INSERT_BEFORE', value: { name: 'envoy.filters.http.local_ratelimit' } },
    });
  });

  test('is enabled and enforced for every request', () => {
    const all = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
    expect(configOf(limited(10))).toMatchObject({ filter_enabled: all, filter_enforced: all });
  });

  test('fills a bucket once a second, as large as the burst', () => {
    expect(configOf(limited(10))).toMatchObject({
      token_bucket: { max_tokens: 10, tokens_per_fill: 10, fill_interval: '1s' },
    });
    expect(configOf(limited(10, 30))).toMatchObject({ token_bucket: { max_tokens: 30, tokens_per_fill: 10 } });
  });

  test('is there for each port that callers dial with HTTP, and for no other', () => {
    const two = workload('two', {
      ports: [
        { name: 'a', port: 1, servicePort: 80, appProtocol: 'http' },
        { name: 'b', port: 2, appProtocol: 'http2' },
        { name: 'c', port: 3, appProtocol: 'tls' },
        { name: 'metrics', port: 4, appProtocol: 'http' },
      ],
    });
    const callers = ['a', 'b', 'c'].map((port) => ({ from: web, port }));
    const metrics = { port: 'metrics' };
    const filter = filterOf(called(two, { callers, metrics, rateLimit: { requestsPerSecond: 1 } }));
    expect(filter?.configPatches.map(({ match }) => match.listener.portNumber)).toEqual([1, 2]);
  });

  test('is absent without a limit, and without an HTTP port', () => {
    expect(filterOf(called(stock))).toBeUndefined();
    const raw = workload('raw', { ports: [{ name: 'c', port: 3, appProtocol: 'tcp' }] });
    expect(filterOf(called(raw, { rateLimit: { requestsPerSecond: 1 } }))).toBeUndefined();
  });
});
