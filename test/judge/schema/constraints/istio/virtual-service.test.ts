import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('virtual services', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'VirtualService');

  test.each([
    [
      'hosts: [a]',
      ['missing-field spec.http: nothing -> routes: http, tls or tcp | Add the routes, or remove the object.'],
    ],
    [
      'hosts: [a_b], http: [{ route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.hosts[0]: "a_b" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'hosts: ["*"], http: [{ route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.hosts[0]: "*", for sidecars -> hosts of the mesh, because * would match every request | Name the hosts or a gateway.',
      ],
    ],
    [
      'hosts: [a.b, "*.b"], http: [{ route: [{ destination: { host: a } }] }]',
      ['duplicate-key spec.hosts[1]: "*.b" -> a host that "a.b" does not overlap | Remove one of the two.'],
    ],
    [
      'hosts: [a, a], http: [{ route: [{ destination: { host: a } }] }]',
      ['duplicate-key spec.hosts[1]: "a" -> a host that "a" does not overlap | Remove one of the two.'],
    ],
    [
      'hosts: [a], gateways: [a/b/c], http: [{ route: [{ destination: { host: a } }] }]',
      ['value-not-allowed spec.gateways[0]: "a/b/c" -> namespace/name of a Gateway, or mesh | Correct the name.'],
    ],
    [
      'hosts: [a], exportTo: ["~"], http: [{ route: [{ destination: { host: a } }] }]',
      ['value-not-allowed spec.exportTo[0]: "~" -> a namespace, . or * | Correct the entry.'],
    ],
    [
      'gateways: [mesh], http: [{ route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.gateways: gateways, without hosts -> only http: without hosts it is a delegate, which handles what another VirtualService passes on | Add the hosts, or remove it.',
      ],
    ],
    [
      'http: [{ delegate: { name: b }, route: [{ destination: { host: a } }] }]',
      ['value-not-allowed spec.http[0].delegate: a delegate of a delegate -> one step | Write the routes here.'],
    ],
    [
      'hosts: [a], http: [{ delegate: { name: b }, route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.http[0].route: route together with delegate -> only delegate, which handles the requests | Remove one of the two.',
      ],
    ],
    [
      'hosts: [a], http: [{}]',
      [
        'missing-field spec.http[0].route: nothing -> destinations, redirect or directResponse | Add "route", destinations, redirect or directResponse.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: "*" } }] }]',
      [
        'value-not-allowed spec.http[0].route[0].destination.host: "*" -> one host, because a request goes to one | Name the host.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a, subset: a_b } }] }]',
      [
        'value-not-allowed spec.http[0].route[0].destination.subset: "a_b" -> at most 63 letters, digits and -, with a letter or digit at both ends | Name a subset of the DestinationRule.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a, port: {} } }] }]',
      [
        'missing-field spec.http[0].route[0].destination.port.number: nothing -> the number of a port, 1 to 65535 | Add "number", the number of a port, 1 to 65535.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a, port: { number: 0 } } }] }]',
      ['value-not-allowed spec.http[0].route[0].destination.port.number: 0 -> at least 1 | Use at least 1.'],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }, { destination: { host: b } }] }]',
      [
        'value-not-allowed spec.http[0].route: weights of 0 in all -> a weight above 0, because otherwise no destination gets a request | Add the weights.',
      ],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a }, weight: -1 }] }]',
      ['value-not-allowed spec.http[0].route[0].weight: -1 -> at least 0 | Use at least 0.'],
    ],
    [
      'hosts: [a], http: [{ route: [{ destination: { host: a } }], timeout: 0s }]',
      [
        'value-not-allowed spec.http[0].timeout: "0s" -> a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m | Write a duration of whole milliseconds, at least 1ms, such as 300ms, 10s or 1h30m.',
      ],
    ],
    [
      'hosts: [a], tcp: [{ match: [{ port: 1 }] }]',
      [
        'missing-field spec.tcp[0].route: nothing -> destinations for the connections | Add "route", destinations for the connections.',
      ],
    ],
    [
      'hosts: [a], tcp: [{ match: [{ destinationSubnets: [a] }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.tcp[0].match[0].destinationSubnets[0]: "a" -> an IP address or a network such as 10.0.0.0/8 | Correct the address.',
      ],
    ],
    [
      'hosts: [a], tls: [{ route: [{ destination: { host: a } }] }]',
      ['missing-field spec.tls[0].match: nothing -> a list | Add "match", a list.'],
    ],
    [
      'hosts: [a], tls: [{ match: [{ sniHosts: [] }], route: [{ destination: { host: a } }] }]',
      ['missing-field spec.tls[0].match[0].sniHosts: nothing -> at least one | Add "sniHosts", at least one.'],
    ],
    [
      'hosts: [a], tls: [{ match: [{ sniHosts: [b] }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.tls[0].match[0].sniHosts[0]: "b" -> a name that one of the hosts covers: a | Add it to the hosts, or correct it.',
      ],
    ],
    [
      'hosts: [a], tls: [{ match: [{ sniHosts: [a_b] }], route: [{ destination: { host: a } }] }]',
      [
        'value-not-allowed spec.tls[0].match[0].sniHosts[0]: "a_b" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'hosts: [a], tls: [{ match: [{ sniHosts: [a] }] }]',
      [
        'missing-field spec.tls[0].route: nothing -> destinations for the connections | Add "route", destinations for the connections.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    ['http: [{ route: [{ destination: { host: a } }] }]'],
    [
      'hosts: ["*.example.com", 192.0.2.1], gateways: [b/c], tls: [{ match: [{ sniHosts: [a.example.com] }], route: [{ destination: { host: a, port: { number: 443 } } }] }]',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
