import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('operations', () => {
  const findings = findingsOnSpec('security.istio.io/v1', 'AuthorizationPolicy');

  test.each([
    [
      'rules: [{ to: [{}] }]',
      [
        'missing-field spec.rules[0].to[0].operation: nothing -> a mapping that says what the rule matches | Add "operation", a mapping that says what the rule matches.',
      ],
    ],
    [
      'rules: [{ to: [{ operation: {} }] }]',
      [
        'value-not-allowed spec.rules[0].to[0].operation: a mapping with none of them -> at least one of hosts, notHosts, methods, notMethods, ports, notPorts, paths, notPaths | Describe the operation, or remove "to".',
      ],
    ],
    [
      'rules: [{ to: [{ operation: { ports: [http] } }] }]',
      [
        'value-not-allowed spec.rules[0].to[0].operation.ports[0]: "http" -> the number of a port, 0 to 65535 | Use the number that the container listens on.',
      ],
    ],
    [
      'rules: [{ to: [{ operation: { notPorts: ["65536"] } }] }]',
      [
        'value-not-allowed spec.rules[0].to[0].operation.notPorts[0]: "65536" -> the number of a port, 0 to 65535 | Use the number that the container listens on.',
      ],
    ],
    [
      'rules: [{ to: [{ operation: { hosts: [""] } }] }]',
      ['value-not-allowed spec.rules[0].to[0].operation.hosts[0]: "" -> text | Remove the empty entry.'],
    ],
    [
      'rules: [{ to: [{ operation: { paths: ["/a/{b}"] } }] }]',
      [
        'value-not-allowed spec.rules[0].to[0].operation.paths[0]: "/a/{b}" -> {*} or {**} as a whole segment, and no other braces | Give the template a segment of its own.',
      ],
    ],
    [
      'rules: [{ to: [{ operation: { paths: ["/{**}/a/{*}"] } }] }]',
      [
        'value-not-allowed spec.rules[0].to[0].operation.paths[0]: "/{**}/a/{*}" -> {**} as the last template | Move {**} to the end.',
      ],
    ],
    [
      'rules: [{ to: [{ operation: { notPaths: ["/{*}/a*"] } }] }]',
      [
        'value-not-allowed spec.rules[0].to[0].operation.notPaths[0]: "/{*}/a*" -> segments of letters, digits and URL characters, without * | Use {*} or {**} instead of *.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));
});
