import { at } from '../../../manifest/field-path.js';
import type { Json } from '../../../manifest/object.js';
import { patchesOf } from '../../istio/envoy-patches.js';
import { ENVOY_FILTER } from '../../istio/traffic-kinds.js';
import { isObject, numberAt, objectAt, stringAt, valueAt } from '../../read.js';
import { defineRule } from '../../rule.js';

const example = (fractions: string) => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: limit, namespace: apps }
spec:
  priority: 10
  configPatches:
    - applyTo: HTTP_FILTER
      match: { context: SIDECAR_INBOUND, listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: { name: envoy.filters.http.router } } } } }
      patch:
        operation: INSERT_BEFORE
        value:
          name: envoy.filters.http.local_ratelimit
          typed_config:
            "@type": type.googleapis.com/udpa.type.v1.TypedStruct
            type_url: type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
            value:
              stat_prefix: limit
              token_bucket: { max_tokens: 100, tokens_per_fill: 100, fill_interval: 1s }
${fractions}
`;
const HUNDRED = 'default_value: { numerator: 100, denominator: HUNDRED }';

export default defineRule({
  id: 'istio/rate-limits-take-effect',
  severity: 'error',
  scope: 'object',
  summary: 'A local rate limit is enabled and enforced.',
  rationale:
    'Envoy enables and enforces a local rate limit for 0% of the requests unless filter_enabled and filter_enforced say otherwise. The filter is loaded, counts nothing and refuses nobody.',
  source: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter',
  appliesTo: [ENVOY_FILTER],
  passes: example(`              filter_enabled: { ${HUNDRED} }\n              filter_enforced: { ${HUNDRED} }`),
  fails: example(''),
  *check(subject) {
    for (const { path, value } of patchesOf(subject)) {
      for (const { config, path: place } of limitsIn(value, at(path, 'patch', 'value'))) {
        for (const field of ['filter_enabled', 'filter_enforced']) {
          const share = objectAt(config, field) ?? objectAt(config, camel(field));
          const numerator =
            numberAt(share, 'default_value', 'numerator') ?? numberAt(share, 'defaultValue', 'numerator');
          if (numerator !== undefined && numerator > 0) continue;
          yield {
            path: at(place, field),
            got: share === undefined ? 'nothing, which is 0%' : '0%',
            expected: 'default_value: { numerator: 100, denominator: HUNDRED }',
            fix: `Set both filter_enabled and filter_enforced. As it is, ${field === 'filter_enabled' ? 'no request is counted' : 'requests are counted and none is refused'}: callers are not limited at all.`,
          };
        }
      }
    }
  },
});

interface Limit {
  readonly config: Json;
  readonly path: string;
}

/** The settings of local rate limits within a patch: of the filter itself, or for a route or virtual host. */
function limitsIn(value: Json | undefined, path: string): readonly Limit[] {
  if (!isObject(value)) return [];
  const type = stringAt(value, 'type_url') ?? stringAt(value, 'typeUrl') ?? stringAt(value, '@type') ?? '';
  if (/http\.local_ratelimit\.v3\.LocalRateLimit$/.test(type)) {
    const inner = objectAt(value, 'value');
    const [config, place] = inner === undefined ? [value, path] : [inner, at(path, 'value')];
    // A filter without tokens is the empty frame that routes fill in.
    const isFrame = valueAt(config, 'token_bucket') === undefined && valueAt(config, 'tokenBucket') === undefined;
    return isFrame ? [] : [{ config, path: place }];
  }
  return Object.entries(value).flatMap(([key, item]) => limitsIn(item, at(path, key)));
}

function camel(field: string): string {
  return field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
