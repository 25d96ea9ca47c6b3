import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('envoy filters', () => {
  const findings = findingsOnSpec('networking.istio.io/v1alpha3', 'EnvoyFilter');

  test.each([
    [
      'workloadSelector: { labels: { a: b } }, targetRefs: [{ kind: Service, name: a }]',
      [
        'value-not-allowed spec: a mapping with workloadSelector and targetRefs -> at most one of workloadSelector, targetRefs | Keep one of them, and remove the others.',
      ],
    ],
    [
      'workloadSelector: { labels: { a: "*" } }',
      [
        'value-not-allowed spec.workloadSelector.labels.a: "*" -> a label without *, because selectors have no wildcards | Name one label and one value.',
      ],
    ],
    [
      'targetRefs: [{ kind: Service, name: a, namespace: b }]',
      [
        'value-not-allowed spec.targetRefs[0].namespace: "b" -> nothing, because a policy applies within its own namespace | Remove it, and put the policy into the namespace of its target.',
      ],
    ],
    [
      'configPatches: [{ patch: { operation: REMOVE } }]',
      ['missing-field spec.configPatches[0].applyTo: nothing -> what to patch | Add "applyTo", what to patch.'],
    ],
    [
      'configPatches: [{ applyTo: CLUSTER }]',
      ['missing-field spec.configPatches[0].patch: nothing -> what to change | Add "patch", what to change.'],
    ],
    [
      'configPatches: [{ applyTo: CLUSTER, patch: {} }]',
      [
        'missing-field spec.configPatches[0].patch.operation: nothing -> how to change it | Add "operation", how to change it.',
      ],
    ],
    [
      'configPatches: [{ applyTo: CLUSTER, patch: { operation: MERGE } }]',
      [
        'missing-field spec.configPatches[0].patch.value: nothing -> the configuration to insert, for MERGE | Add "value", the configuration to insert, for MERGE.',
      ],
    ],
    [
      'configPatches: [{ applyTo: CLUSTER, match: { listener: {} }, patch: { operation: REMOVE } }]',
      [
        'value-not-allowed spec.configPatches[0].match.listener: listener, for CLUSTER -> cluster, the part that CLUSTER patches | Use cluster.',
      ],
    ],
    [
      'configPatches: [{ applyTo: CLUSTER, match: { listener: {}, cluster: {} }, patch: { operation: REMOVE } }]',
      [
        'value-not-allowed spec.configPatches[0].match: a mapping with listener and cluster -> at most one of listener, routeConfiguration, cluster, waypoint | Keep one of them, and remove the others.',
        'value-not-allowed spec.configPatches[0].match.listener: listener, for CLUSTER -> cluster, the part that CLUSTER patches | Use cluster.',
      ],
    ],
    [
      'configPatches: [{ applyTo: CLUSTER, match: { proxy: { proxyVersion: "(" } }, patch: { operation: REMOVE } }]',
      [
        'value-not-allowed spec.configPatches[0].match.proxy.proxyVersion: "(" -> a regular expression that RE2 can read | Correct it; RE2 has no lookaround and no backreferences.',
      ],
    ],
    [
      'configPatches: [{ applyTo: CLUSTER, match: { waypoint: {} }, patch: { operation: REMOVE } }]',
      [
        'value-not-allowed spec.configPatches[0].match.waypoint: waypoint, with ANY -> context: WAYPOINT | Set the context.',
      ],
    ],
    [
      'configPatches: [{ applyTo: HTTP_FILTER, match: { context: WAYPOINT }, patch: { operation: REMOVE } }]',
      [
        'missing-field spec.configPatches[0].match.waypoint: nothing -> what to match of a waypoint, for the context WAYPOINT | Add "waypoint", what to match of a waypoint, for the context WAYPOINT.',
      ],
    ],
    [
      'configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: {} } } }, patch: { operation: REMOVE } }]',
      [
        'missing-field spec.configPatches[0].match.listener.filterChain.filter.name: nothing -> the name of the filter to match | Add "name", the name of the filter to match.',
      ],
    ],
    [
      'configPatches: [{ applyTo: NETWORK_FILTER, match: { listener: { filterChain: { filter: { name: a, subFilter: { name: b } } } } }, patch: { operation: REMOVE } }]',
      [
        'value-not-allowed spec.configPatches[0].match.listener.filterChain.filter.subFilter: a subFilter, for NETWORK_FILTER -> HTTP_FILTER as applyTo | Set applyTo, or remove it.',
      ],
    ],
    [
      'configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: { name: a, subFilter: { name: b } } } } }, patch: { operation: REMOVE } }]',
      [
        'value-not-allowed spec.configPatches[0].match.listener.filterChain.filter.name: "a" -> "envoy.filters.network.http_connection_manager", which has HTTP filters | Name it.',
      ],
    ],
    [
      'configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: {} } } } }, patch: { operation: REMOVE } }]',
      [
        'missing-field spec.configPatches[0].match.listener.filterChain.filter.subFilter.name: nothing -> the name of the HTTP filter to match | Add "name", the name of the HTTP filter to match.',
      ],
    ],
    [
      'metadata: { name: a, annotations: { istio.io/dry-run: "true" } }, spec: {}',
      [
        'value-not-allowed metadata.annotations["istio.io/dry-run"]: a dry run of EnvoyFilter -> a dry run of AuthorizationPolicy | Remove it.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [''],
    [
      'configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: { name: b } } } } }, patch: { operation: INSERT_BEFORE, value: { name: c } } }, { applyTo: CLUSTER, match: { cluster: { name: d } }, patch: { operation: MERGE_AND_REPLACE_LIST, value: {} } }]',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
