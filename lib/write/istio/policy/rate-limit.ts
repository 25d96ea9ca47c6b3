import type { RateLimit } from '../../workload/intents/rate-limit.js';
import type { ResolvedService } from '../../workload/intents/resolved.js';
import { isNonEmpty } from '../../workload/non-empty.js';
import { identityOf } from '../../workload/peer.js';
import type { EnvoyFilterSpec, InboundHttpFilter } from './specs.js';

/**
 * The limit as a filter of the inbound listener of each request port: each port of each pod counts on its own. It is directly before the router,
 * so that requests that authorization denies take no tokens.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter
 */
export function rateLimitFilter(service: ResolvedService): EnvoyFilterSpec | undefined {
  const { workload, rateLimit, requestPorts } = service;
  if (rateLimit === undefined) return undefined;
  const configPatches = requestPorts.map(({ port }) => inboundFilter(port, rateLimit));
  if (!isNonEmpty(configPatches)) return undefined;
  return { workloadSelector: { labels: identityOf(workload).podLabels }, priority: 10, configPatches };
}

function inboundFilter(portNumber: number, { requestsPerSecond, burst }: RateLimit): InboundHttpFilter {
  return {
    applyTo: 'HTTP_FILTER',
    match: {
      context: 'SIDECAR_INBOUND',
      listener: {
        portNumber,
        filterChain: {
          filter: {
            name: 'envoy.filters.network.http_connection_manager',
            subFilter: { name: 'envoy.filters.http.router' },
          },
        },
      },
    },
    patch: {
      operation: 'INSERT_BEFORE',
      value: {
        name: 'envoy.filters.http.local_ratelimit',
        typed_config: {
          '@type': 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
          stat_prefix: 'http_local_rate_limiter',
          token_bucket: {
            max_tokens: burst ?? requestsPerSecond,
            tokens_per_fill: requestsPerSecond,
            fill_interval: '1s',
          },
          // Without these Envoy applies the limit to no requests.
          filter_enabled: ofAllRequests('local_rate_limit_enabled'),
          filter_enforced: ofAllRequests('local_rate_limit_enforced'),
        },
      },
    },
  };
}

function ofAllRequests(runtimeKey: string) {
  return { runtime_key: runtimeKey, default_value: { numerator: 100, denominator: 'HUNDRED' } };
}
