import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('service entries', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'ServiceEntry');

  test.each([
    ['hosts: []', ['value-not-allowed spec.hosts: an empty list -> at least 1 item | Use at least 1 item.']],
    [
      'hosts: ["*"]',
      ['value-not-allowed spec.hosts[0]: "*" -> a host, because * would match all traffic | Name the hosts.'],
    ],
    [
      'hosts: [a_b]',
      [
        'value-not-allowed spec.hosts[0]: "a_b" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'hosts: [a.b], workloadSelector: { labels: { app: a } }, endpoints: [{ address: 192.0.2.1 }], resolution: STATIC',
      [
        'value-not-allowed spec: a mapping with workloadSelector and endpoints -> at most one of workloadSelector, endpoints | Keep one of them, and remove the others.',
      ],
    ],
    [
      'hosts: [a.b], workloadSelector: { labels: { app: "*" } }, resolution: STATIC',
      [
        'value-not-allowed spec.workloadSelector.labels.app: "*" -> a label without *, because selectors have no wildcards | Name one label and one value.',
      ],
    ],
    [
      'hosts: [a.b], addresses: [a]',
      [
        'value-not-allowed spec.addresses[0]: "a" -> an IP address or a network such as 10.0.0.0/8 | Correct the address.',
      ],
    ],
    [
      'hosts: [a.b], addresses: [10.0.0.0/8], resolution: DNS',
      ['value-not-allowed spec.addresses[0]: "10.0.0.0/8" -> an IP address, for DNS | Name one address.'],
    ],
    [
      'hosts: [a.b], ports: [{ name: a, number: 80, protocol: HTTP }, { name: a, number: 81, protocol: HTTP }]',
      [
        'duplicate-key spec.ports[1].name: "a" again -> a name that no other port has | Change or remove one of the two.',
      ],
    ],
    [
      'hosts: [a.b], ports: [{ name: a, number: 80, protocol: HTTP }, { name: b, number: 80, protocol: HTTP }]',
      [
        'duplicate-key spec.ports[1].number: 80 again -> a number that no other port has | Change or remove one of the two.',
      ],
    ],
    [
      'hosts: [a.b], ports: [{ name: a_b, number: 80, protocol: HTTP }]',
      [
        'value-not-allowed spec.ports[0].name: "a_b" -> at most 63 letters, digits and -, with a letter or digit at both ends | Rename the port.',
      ],
    ],
    [
      'hosts: [a.b], ports: [{ name: a, number: 80, protocol: X }]',
      [
        'value-not-allowed spec.ports[0].protocol: "X" -> one of HTTP, HTTP2, GRPC, GRPC-WEB, HTTPS, TLS, TCP, MONGO, REDIS or MYSQL | Name a protocol that Istio knows.',
      ],
    ],
    [
      'hosts: [a.b], ports: [{ name: a, number: 0, protocol: HTTP }]',
      ['value-not-allowed spec.ports[0].number: 0 -> at least 1 | Use at least 1.'],
    ],
    [
      'hosts: [a.b, c.d], resolution: DNS, ports: [{ name: a, number: 80, protocol: TCP }]',
      [
        'value-not-allowed spec.ports[0].protocol: TCP, with several hosts -> HTTP or TLS, which name the host | Set the protocol, or write an entry for each host.',
      ],
    ],
    [
      'hosts: ["*.b"], resolution: DNS',
      [
        'value-not-allowed spec.hosts[0]: "*.b" -> a whole DNS name, because DNS looks it up | Name the host, add endpoints, or use DYNAMIC_DNS.',
      ],
    ],
    [
      'hosts: [a.b], endpoints: [{ address: 192.0.2.1 }]',
      [
        'value-not-allowed spec.endpoints: endpoints, with NONE -> STATIC or DNS as the resolution, because NONE sends requests where the caller sent them | Set the resolution, or remove the endpoints.',
      ],
    ],
    [
      'hosts: [a.b], endpoints: []',
      [
        'value-not-allowed spec.endpoints: endpoints, with NONE -> STATIC or DNS as the resolution, because NONE sends requests where the caller sent them | Set the resolution, or remove the endpoints.',
      ],
    ],
    [
      'hosts: [a.b], resolution: STATIC, endpoints: [{ address: c.d }]',
      ['value-not-allowed spec.endpoints[0].address: "c.d" -> an IP address, for STATIC | Set the resolution to DNS.'],
    ],
    [
      'hosts: [a.b], resolution: STATIC, endpoints: [{ locality: c }]',
      [
        'missing-field spec.endpoints[0].address: nothing -> an IP address or a DNS name | Add "address", an IP address or a DNS name.',
      ],
    ],
    [
      'hosts: [a.b], resolution: STATIC, endpoints: [{ address: "unix://a" }], ports: [{ name: a, number: 80, protocol: HTTP }]',
      [
        'value-not-allowed spec.endpoints[0].address: "unix://a" -> unix:///<path of a file> or unix://@<name> | Name the socket by its whole path.',
      ],
    ],
    [
      'hosts: [a.b], resolution: STATIC, endpoints: [{ address: "unix:///a" }], ports: [{ name: a, number: 80, protocol: HTTP }, { name: b, number: 81, protocol: HTTP }]',
      [
        'value-not-allowed spec.endpoints[0].address: "unix:///a" -> one port of the entry, because a socket has one | Use an IP address.',
      ],
    ],
    [
      'hosts: [a.b], resolution: STATIC, endpoints: [{ address: 192.0.2.1, ports: { b: 80 } }], ports: [{ name: a, number: 80, protocol: HTTP }]',
      ['value-not-allowed spec.endpoints[0].ports.b: "b" -> the name of a port of the entry | Name one of its ports.'],
    ],
    [
      'hosts: [a.b], resolution: DNS, endpoints: [{ address: a_b }]',
      [
        'value-not-allowed spec.endpoints[0].address: "a_b" -> a DNS name without a wildcard, or an IP address | Correct the host.',
      ],
    ],
    [
      'hosts: [a.b], resolution: DNS, endpoints: [{ address: "unix:///a" }]',
      [
        'value-not-allowed spec.endpoints[0].address: "unix:///a" -> a DNS name or an IP address, for DNS | Set the resolution to STATIC.',
      ],
    ],
    [
      'hosts: [a.b], resolution: DNS_ROUND_ROBIN, endpoints: [{ address: c.d }, { address: e.f }]',
      ['value-not-allowed spec.endpoints: 2 endpoints -> at most one, for DNS_ROUND_ROBIN | Use DNS.'],
    ],
    [
      'hosts: [a.b], resolution: DYNAMIC_DNS',
      [
        'value-not-allowed spec.hosts[0]: "a.b" -> "*." and a domain, because the called name is looked up | Use DNS for a single host.',
      ],
    ],
    [
      'hosts: ["*.b"], resolution: DYNAMIC_DNS, addresses: [192.0.2.1]',
      [
        'value-not-allowed spec.addresses: addresses -> none, because DYNAMIC_DNS looks up the called name | Remove them.',
      ],
    ],
    [
      'hosts: ["*.b"], resolution: DYNAMIC_DNS, ports: [{ name: a, number: 80, protocol: TCP }]',
      ['value-not-allowed spec.ports[0].protocol: TCP -> HTTP, HTTP2, GRPC or TLS | Use one of them.'],
    ],
    [
      'metadata: { name: a, labels: { istio.io/use-waypoint: w } }, spec: { hosts: ["*.b"], resolution: DYNAMIC_DNS, location: MESH_INTERNAL }',
      ['value-not-allowed spec.location: MESH_INTERNAL, with a waypoint -> MESH_EXTERNAL | Use MESH_EXTERNAL.'],
    ],
    [
      'hosts: [a.b], exportTo: ["~", c]',
      ['value-not-allowed spec.exportTo[0]: "~" together with others -> no other entry | Remove it or the others.'],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'hosts: [a.b, "*.c"], addresses: [10.0.0.0/8, "fd00::1"], exportTo: ["~"], ports: [{ name: a, number: 80, protocol: TCP, targetPort: 8080 }]',
    ],
    [
      'hosts: [a.b], resolution: STATIC, ports: [{ name: a, number: 80, protocol: HTTP }], endpoints: [{ address: 192.0.2.1, ports: { a: 8080 }, labels: { app: a } }, { network: n }, { address: "unix:///a" }]',
    ],
    [
      'hosts: ["*.b"], resolution: DYNAMIC_DNS, location: MESH_EXTERNAL, ports: [{ name: a, number: 443, protocol: TLS }]',
    ],
    [
      'hosts: [a.b, c.d], resolution: DNS_ROUND_ROBIN, ports: [{ name: a, number: 443, protocol: HTTPS }], endpoints: [{ address: c.d }]',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
