import { type EnvoyPatch, patchesOf } from '../../../model/istio/envoy-patches.js';
import { ENVOY_FILTER } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (applyTo: string) => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: headers, namespace: apps }
spec:
  configPatches:
    - applyTo: ${applyTo}
      match: { context: SIDECAR_INBOUND }
      patch: { operation: ADD, value: { name: envoy.filters.http.lua } }
`;

const ROUTES = ['ROUTE_CONFIGURATION', 'HTTP_ROUTE'];
const REPLACEABLE = ['HTTP_FILTER', 'NETWORK_FILTER', 'VIRTUAL_HOST'];

export default defineRule<EnvoyPatch>({
  id: 'istio/envoy-patch-operations-are-supported',
  severity: 'error',
  scope: 'object',
  summary: 'Every patch of an EnvoyFilter uses an operation that its target supports.',
  rationale: 'Istio ignores an operation that the target does not support: the patch is accepted, and nothing changes.',
  source: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
  appliesTo: [ENVOY_FILTER],
  passes: example('HTTP_FILTER'),
  fails: example('HTTP_ROUTE'),
  about: patchesOf,
  *check(patch) {
    const expected = supportedInstead(patch);
    if (expected === undefined) return;
    yield patch.field.at('patch', 'operation').violation({
      got: `${patch.operation} with applyTo ${patch.applyTo}`,
      expected,
      effect: 'Istio ignores the patch, and nothing changes.',
      fix: 'Use an operation that the target supports, such as MERGE for settings.',
    });
  },
});

/** What to use in place of an operation that the target does not support. */
function supportedInstead({ operation, applyTo }: EnvoyPatch): string | undefined {
  if ((operation === 'ADD' || operation === 'REMOVE') && ROUTES.includes(applyTo)) {
    return applyTo === 'HTTP_ROUTE' ? 'MERGE, INSERT_BEFORE, INSERT_AFTER or INSERT_FIRST' : 'MERGE';
  }
  return operation === 'REPLACE' && !REPLACEABLE.includes(applyTo)
    ? `REPLACE with applyTo ${REPLACEABLE.join(', ')}, or another operation`
    : undefined;
}
