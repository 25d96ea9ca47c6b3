import { at } from '../../../../manifest/field-path.js';
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

export default defineRule({
  id: 'istio/envoy-patches-fit',
  severity: 'error',
  scope: 'object',
  summary: 'Every patch of an EnvoyFilter uses an operation that its target knows.',
  rationale: 'An operation that a target does not know is passed over: the patch is accepted, and nothing changes.',
  source: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
  appliesTo: [ENVOY_FILTER],
  passes: example('HTTP_FILTER'),
  fails: example('HTTP_ROUTE'),
  *check(resource) {
    for (const patch of patchesOf(resource)) {
      const expected = mistake(patch);
      if (expected === undefined) continue;
      yield {
        path: at(patch.path, 'patch', 'operation'),
        got: `${patch.operation} with applyTo ${patch.applyTo}`,
        expected,
        fix: 'Use an operation that the target knows, MERGE for settings; as it is, the patch is passed over, and nothing changes.',
      };
    }
  },
});

function mistake({ operation, applyTo }: EnvoyPatch): string | undefined {
  if ((operation === 'ADD' || operation === 'REMOVE') && ROUTES.includes(applyTo)) {
    return applyTo === 'HTTP_ROUTE' ? 'MERGE, INSERT_BEFORE, INSERT_AFTER or INSERT_FIRST' : 'MERGE';
  }
  return operation === 'REPLACE' && !REPLACEABLE.includes(applyTo)
    ? `REPLACE with applyTo ${REPLACEABLE.join(', ')}, or another operation`
    : undefined;
}
