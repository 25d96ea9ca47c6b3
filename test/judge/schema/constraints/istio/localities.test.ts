import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('localities', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'DestinationRule');

  test.each([
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: {}, zoneAwareLbSetting: {} } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer: a mapping with localityLbSetting and zoneAwareLbSetting -> at most one of localityLbSetting, zoneAwareLbSetting | Keep one of them, and remove the others.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: b, to: { c: 100 } }], failover: [{ from: b, to: c }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.failover: failover together with distribute -> one of them, because distribute says where all requests go | Remove one of the two.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failoverPriority: [topology.kubernetes.io/region], failover: [{ from: b, to: c }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.failoverPriority[0]: "topology.kubernetes.io/region" -> another label, because failover is set | Remove the label.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: b, to: { c: 50 } }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to: shares of 50 in all -> shares of 100 in all | Correct them.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: "b*c", to: { c: 100 } }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].from: "b*c" -> region, region/zone or region/zone/subzone, with * only at the end | Correct the locality.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: b, to: { "c/": 100 } }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to["c/"]: "c/" -> region, region/zone or region/zone/subzone, with * only at the end | Correct the locality.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: b, to: { "c": 50, c/d: 50 } }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to["c/d"]: "c/d" -> a locality that does not overlap "c" | Remove one of the two.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: b, to: { c: 100 } }, { from: "b/*", to: { c: 100 } }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[1].from: "b/*" -> a locality that does not overlap "b" | Remove one of the two.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: b, to: b }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.failover[0]: the same region twice -> two regions | Name another region in "to".',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: b/c, to: d }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.localityLbSetting.failover[0]: "b/c" -> only regions, without / and * | Name the region.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { zoneAwareLbSetting: { failoverPriority: [topology.kubernetes.io/zone] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.zoneAwareLbSetting.failoverPriority[0]: "topology.kubernetes.io/zone" -> another label, because zones are ordered already | Remove the label.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { zoneAwareLbSetting: { failover: [{ from: "*", to: d }] } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.zoneAwareLbSetting.failover[0]: "*" -> only regions, without / and * | Name the region.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { maglev: { tableSize: 65537 } }, localityLbSetting: { distribute: [{ from: "b/*", to: { b/c: 50, "b/d/*": 50 } }, { from: c, to: { c: 100 } }] }, warmup: { duration: 10s, aggression: 0.5 } } }',
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: b, to: c }], failoverPriority: [rack] } }, outlierDetection: { consecutiveLocalOriginFailures: 5, splitExternalLocalOriginErrors: true } }',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
