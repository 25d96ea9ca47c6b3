import type { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type EnvoyPatch, patchesOf } from '../../../model/istio/envoy-patches.js';
import { isGateway } from '../../../model/istio/injection.js';
import { podsSelectedBy } from '../../../model/istio/selectors.js';
import { inboundPorts } from '../../../model/istio/service-ports.js';
import { ENVOY_FILTER } from '../../../model/istio/traffic-kinds.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { podNames } from '../../../model/pods/pod-names.js';
import { notJudged, type Outcome } from '../../outcome.js';
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

/** A patch with local rate limits, or one of the limits in it. */
interface LimitPatch {
  readonly patch: EnvoyPatch;
  /** The settings of one limit; undefined for the place of the patch. */
  readonly limit: Field | undefined;
}

export default defineRule<LimitPatch>({
  id: 'istio/rate-limits-take-effect',
  severity: 'error',
  scope: 'object',
  summary: 'A local rate limit is enabled, enforced, and applied to incoming requests.',
  rationale:
    'Envoy enables and enforces a local rate limit for 0% of the requests unless filter_enabled and filter_enforced say otherwise. The filter is loaded, counts nothing and refuses nobody.',
  source: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter',
  appliesTo: [ENVOY_FILTER],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'Service',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example(`              filter_enabled: { ${HUNDRED} }\n              filter_enforced: { ${HUNDRED} }`),
  fails: example(''),
  about: (resource) =>
    patchesOf(resource).flatMap((patch) => {
      const limits = limitsIn(patch.field.at('patch', 'value')).map((limit) => ({ patch, limit }));
      return limits.length === 0 ? [] : [{ patch, limit: undefined }, ...limits];
    }),
  *check({ patch, limit }, cluster) {
    if (limit !== undefined) {
      yield* weakLimits(limit);
      return;
    }
    const [misplaced] = misplacements(patch, cluster);
    if (misplaced !== undefined) yield misplaced;
  },
});

function* weakLimits(limit: Field): Iterable<Outcome> {
  const bucket = either(limit, 'token_bucket');
  const tokens = either(bucket, 'max_tokens').number ?? 0;
  if (tokens < 1) {
    yield limit.at('token_bucket', 'max_tokens').violation({
      got: `${tokens}`,
      expected: 'the number of requests that may come at once, 1 or more',
      effect: 'Envoy rejects the filter: the proxy keeps its old settings, or has none.',
      fix: 'Set it.',
    });
  }
  for (const [name, effect] of [
    ['filter_enabled', 'No request is counted, and callers are not limited at all.'],
    ['filter_enforced', 'Requests are counted but none is refused, and callers are not limited at all.'],
  ] as const) {
    const share = either(limit, name);
    const numerator = either(share, 'default_value').at('numerator').number;
    if (numerator !== undefined && numerator > 0) continue;
    yield limit.at(name).violation({
      got: share.mapping === undefined ? 'nothing, which is 0%' : '0%',
      expected: HUNDRED,
      effect,
      fix: 'Set both filter_enabled and filter_enforced.',
    });
  }
}

/** Why a patch puts its filter where no request passes it. */
function* misplacements(
  { field, applyTo, operation, context, subFilter, port }: EnvoyPatch,
  cluster: ClusterIndex,
): Iterable<Outcome> {
  if (applyTo !== 'HTTP_FILTER') return;
  if (operation === 'INSERT_AFTER' && subFilter === ROUTER) {
    yield field.at('patch', 'operation').violation({
      got: `INSERT_AFTER ${ROUTER}`,
      expected: 'INSERT_BEFORE',
      effect: 'The router must be the last filter: Envoy rejects a listener with a filter after it.',
      fix: 'Use INSERT_BEFORE.',
    });
  }
  const pods = podsSelectedBy(field.resource, cluster);
  if (pods.length === 0) {
    yield notJudged('no pod that the EnvoyFilter selects is among the files');
    return;
  }
  const gateways = pods.filter(isGateway);
  const wrong =
    context === 'GATEWAY' ? gateways.length === 0 : SIDECAR.includes(context) && gateways.length === pods.length;
  if (wrong || context === 'SIDECAR_OUTBOUND') {
    yield field.at('match', 'context').violation({
      got: wrong
        ? `${context}, while the pods are ${context === 'GATEWAY' ? 'no gateways' : 'gateways'}`
        : `${context}, which is what the pods send`,
      expected: gateways.length === pods.length ? 'GATEWAY' : 'SIDECAR_INBOUND',
      effect: `Callers of ${podNames(pods)} are not limited.`,
      fix: 'Use the context of the requests to limit.',
    });
    return;
  }
  const served = new Set(pods.flatMap((pod) => inboundPorts(pod, cluster)));
  if (context !== 'SIDECAR_INBOUND' || port === undefined || served.has(port)) return;
  if (served.size === 0) {
    yield notJudged(`${podNames(pods)} declares no port`, field.at('match', 'listener', 'portNumber'));
    return;
  }
  yield field.at('match', 'listener', 'portNumber').violation({
    got: `${port}, which ${podNames(pods)} does not serve`,
    expected: `a container port: ${listed([...served].sort((a, b) => a - b))}`,
    effect: 'Nothing is patched, and callers are not limited.',
    fix: 'Correct the port, or remove it to patch all ports.',
  });
}

/** A field of Envoy by its name, which YAML may also have in camel case. */
function either(field: Field, name: string): Field {
  const found = field.at(name);
  return found.value === undefined ? field.at(camelCase(name)) : found;
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The settings of local rate limits within a patch: of the filter itself, or for a route or virtual host. */
function limitsIn(field: Field): readonly Field[] {
  const type = field.at('type_url').text ?? field.at('typeUrl').text ?? field.at('@type').text ?? '';
  if (!/http\.local_ratelimit\.v3\.LocalRateLimit$/.test(type)) {
    return field.entries.flatMap(([, item]) => limitsIn(item));
  }
  const settings = field.at('value').mapping === undefined ? field : field.at('value');
  // A filter without tokens and shares is the empty frame that routes fill in.
  const isFrame = ['token_bucket', 'filter_enabled'].every((name) => either(settings, name).value === undefined);
  return isFrame ? [] : [settings];
}
