import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('conditions', () => {
  const findings = findingsOnSpec('security.istio.io/v1', 'AuthorizationPolicy');

  test.each([
    [
      'rules: [{ when: [{ key: "" }] }]',
      [
        'missing-field spec.rules[0].when[0].key: nothing -> the attribute to compare | Add "key", the attribute to compare.',
      ],
    ],
    [
      'rules: [{ when: [{ key: source.ip }] }]',
      [
        'missing-field spec.rules[0].when[0].values: nothing -> values or notValues, because the condition has no effect without them | Add "values", values or notValues, because the condition has no effect without them.',
      ],
    ],
    [
      'rules: [{ when: [{ key: source.port, values: ["1"] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].key: "source.port" -> one of source.ip, remote.ip, source.namespace, source.serviceAccount, source.principal, source.trustDomain, request.auth.principal, request.auth.audiences, request.auth.presenter, destination.ip, destination.port, connection.sni, request.headers[<name>], request.auth.claims[<name>] | Use one of them.',
      ],
    ],
    [
      'rules: [{ when: [{ key: request.header, values: ["1"] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].key: "request.header" -> one of source.ip, remote.ip, source.namespace, source.serviceAccount, source.principal, source.trustDomain, request.auth.principal, request.auth.audiences, request.auth.presenter, destination.ip, destination.port, connection.sni, request.headers[<name>], request.auth.claims[<name>] | Use one of them.',
      ],
    ],
    [
      'rules: [{ when: [{ key: "request.headers[]", values: ["1"] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].key: "request.headers[]" -> request.headers[<name>] | Name the member in brackets.',
      ],
    ],
    [
      'rules: [{ when: [{ key: experimental.envoy.filters.a, values: ["1"] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].key: "experimental.envoy.filters.a" -> experimental.envoy.filters.<filter>[<key>] | Name the member in brackets.',
      ],
    ],
    [
      'rules: [{ when: [{ key: destination.namespace, values: ["1"] }] }]',
      [
        `value-not-allowed spec.rules[0].when[0].key: "destination.namespace" -> nothing, because the namespace of the policy decides it | Use another attribute. Without the condition, the rule applies to more requests.`,
      ],
    ],
    [
      'rules: [{ when: [{ key: source.ip, values: [a] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].values[0]: "a" -> an IP address or a network such as 10.0.0.0/8 | Correct the address.',
      ],
    ],
    [
      'rules: [{ when: [{ key: destination.port, notValues: [a] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].notValues[0]: "a" -> the number of a port, 0 to 65535 | Use the number that the container listens on.',
      ],
    ],
    [
      'rules: [{ when: [{ key: source.principal, values: [""] }] }]',
      ['value-not-allowed spec.rules[0].when[0].values[0]: "" -> text | Remove the empty entry.'],
    ],
    [
      'action: CUSTOM, provider: { name: a }, rules: [{ when: [{ key: "request.auth.claims[a]", values: [a] }] }]',
      [
        'value-not-allowed spec.rules[0].when[0].key: "request.auth.claims[a]" -> what a CUSTOM policy can match: addresses and the request itself | Remove it, and let the provider or a DENY policy decide by identity.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'action: CUSTOM, provider: { name: a }, rules: [{ from: [{ source: { ipBlocks: [10.0.0.1, "fd00::/8"] } }], when: [{ key: "request.headers[a]", values: ["*"] }] }]',
    ],
    [
      'rules: [{ from: [{ source: { serviceAccounts: [a, b/c], trustDomains: ["*.a", "*"] } }], to: [{ operation: { ports: ["0", "65535"], paths: ["/a/{*}/{**}", "/a*", "*"] } }], when: [{ key: source.serviceAccount, values: [a/b] }, { key: "experimental.envoy.filters.a[b]", notValues: [c] }, { key: connection.sni, values: ["*.a"] }] }]',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
