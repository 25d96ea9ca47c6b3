import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import type { Json, JsonObject } from '../../../../manifest/object.js';
import { isObject, numberAt, objectAt, stringAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type EnvoyPatch, patchesOf } from '../../../model/istio/envoy-patches.js';
import { isGateway } from '../../../model/istio/injection.js';
import { inboundPorts } from '../../../model/istio/protocols.js';
import { ENVOY_FILTER } from '../../../model/istio/traffic-kinds.js';
import { podsInScope } from '../../../model/istio/workload-scope.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
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
const ROUTER = 'envoy.filters.http.router';
const SIDECAR = ['SIDECAR_INBOUND', 'SIDECAR_OUTBOUND'];
const HUNDRED = 'default_value: { numerator: 100, denominator: HUNDRED }';

export default defineRule({
  id: 'istio/rate-limits-take-effect',
  severity: 'error',
  scope: 'object',
  summary: 'A local rate limit is enabled, enforced, and on the way of the requests.',
  rationale:
    'Envoy enables and enforces a local rate limit for 0% of the requests unless filter_enabled and filter_enforced say otherwise. The filter is loaded, counts nothing and refuses nobody.',
  source: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter',
  appliesTo: [ENVOY_FILTER],
  passes: example(`              filter_enabled: { ${HUNDRED} }\n              filter_enforced: { ${HUNDRED} }`),
  fails: example(''),
  *check(resource, cluster) {
    for (const patch of patchesOf(resource)) {
      const { path, value } = patch;
      const limits = limitsIn(value, at(path, 'patch', 'value'));
      const [misplaced] = limits.length === 0 ? [] : misplacements(patch, resource, cluster);
      if (misplaced !== undefined) yield misplaced;
      for (const { config, path: place } of limits) {
        const tokens = numberAt(bucketOf(config), 'max_tokens') ?? numberAt(bucketOf(config), 'maxTokens') ?? 0;
        if (tokens < 1) {
          yield {
            path: at(place, 'token_bucket', 'max_tokens'),
            got: `${tokens}`,
            expected: 'the number of requests that may come at once, 1 or more',
            fix: 'State it: Envoy refuses the filter, and the proxy goes on with the settings that it had, or has none.',
          };
        }
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

/** Why a patch puts its filter where no request comes by. */
function* misplacements(
  { path, applyTo, operation, context, subFilter, port }: EnvoyPatch,
  resource: Resource,
  cluster: ClusterIndex,
): Iterable<Fault> {
  if (applyTo !== 'HTTP_FILTER') return;
  const pods = podsInScope(resource, cluster);
  if (operation === 'INSERT_AFTER' && subFilter === ROUTER) {
    yield {
      path: at(path, 'patch', 'operation'),
      got: `INSERT_AFTER ${ROUTER}`,
      expected: 'INSERT_BEFORE',
      fix: 'Use INSERT_BEFORE: the router is the last of the filters, and Envoy refuses a listener that has one behind it.',
    };
  }
  if (pods.length === 0) return;
  const gateways = pods.filter(isGateway);
  const unfit =
    context === 'GATEWAY' ? gateways.length === 0 : SIDECAR.includes(context) && gateways.length === pods.length;
  if (unfit || context === 'SIDECAR_OUTBOUND') {
    yield {
      path: at(path, 'match', 'context'),
      got: unfit
        ? `${context}, while the pods are ${context === 'GATEWAY' ? 'no gateways' : 'gateways'}`
        : `${context}, which is what the pods send`,
      expected: gateways.length === pods.length ? 'GATEWAY' : 'SIDECAR_INBOUND',
      fix: `Use the context of the requests that are to be limited: as it is, callers of ${nameOf(pods)} are not limited.`,
    };
    return;
  }
  if (context !== 'SIDECAR_INBOUND' || port === undefined) return;
  const served = new Set(pods.flatMap((pod) => inboundPorts(pod, cluster)));
  if (served.has(port)) return;
  yield {
    path: at(path, 'match', 'listener', 'portNumber'),
    got: `${port}, which ${nameOf(pods)} does not serve`,
    expected: `a container port: ${listed([...served].sort((a, b) => a - b))}`,
    fix: 'Correct the port, or leave it out for all ports: as it is, nothing is patched, and callers are not limited.',
  };
}

function nameOf(pods: readonly PodTemplate[]): string {
  return listed([...new Set(pods.map(({ resource }) => resource.object.metadata.name))].sort());
}

function bucketOf(config: Json): JsonObject | undefined {
  return objectAt(config, 'token_bucket') ?? objectAt(config, 'tokenBucket');
}

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
    // A filter without tokens and shares is the empty frame that routes fill in.
    const isFrame = ['token_bucket', 'tokenBucket', 'filter_enabled', 'filterEnabled'].every(
      (field) => valueAt(config, field) === undefined,
    );
    return isFrame ? [] : [{ config, path: place }];
  }
  return Object.entries(value).flatMap(([key, item]) => limitsIn(item, at(path, key)));
}

function camel(field: string): string {
  return field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
