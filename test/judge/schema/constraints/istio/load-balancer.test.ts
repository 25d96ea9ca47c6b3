import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('load balancers', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'DestinationRule');

  test.each([
    [
      'host: a, trafficPolicy: { loadBalancer: { simple: RANDOM, consistentHash: { useSourceIp: true } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer: a mapping with simple and consistentHash -> at most one of simple, consistentHash, backendUtilization | Keep one of them, and remove the others.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { warmup: { duration: 10s, aggression: 0 } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.warmup.aggression: 0 -> more than 0 | Use 1 for a steady increase.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { warmup: { duration: 10s, minimumPercent: 101 } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.warmup.minimumPercent: 101 -> at most 100 | Use at most 100.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: "", ttl: 0s } } } }',
      [
        'missing-field spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.name: nothing -> the name of the cookie | Add "name", the name of the cookie.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: b, attributes: [{ name: c }, { name: c }] } } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.attributes[1].name: "c" again -> each once | Remove one of the two.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: b, attributes: [{ name: "" }] } } } }',
      [
        'missing-field spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.attributes[0].name: nothing -> the name of the attribute | Add "name", the name of the attribute.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { minimumRingSize: 1, ringHash: {} } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.consistentHash.minimumRingSize: minimumRingSize together with ringHash -> one of them | Remove minimumRingSize; ringHash has a field of that name.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { maglev: {} } } }',
      [
        'missing-field spec.trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: nothing -> a prime number such as 65537 | Add "tableSize", a prime number such as 65537.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { maglev: { tableSize: 100 } } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: 100 -> a prime number below 5000011 | Use a prime number such as 65537.',
      ],
    ],
    [
      'host: a, trafficPolicy: { loadBalancer: { consistentHash: { maglev: { tableSize: 5000011 } } } }',
      [
        'value-not-allowed spec.trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: 5000011 -> a prime number below 5000011 | Use a prime number such as 65537.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));
});
