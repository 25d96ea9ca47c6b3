import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('workload entries', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'WorkloadEntry');

  test.each([
    [
      '',
      [
        'missing-field spec.address: nothing -> an IP address or a DNS name | Add "address", an IP address or a DNS name.',
      ],
    ],
    [
      'address: a_b',
      ['value-not-allowed spec.address: "a_b" -> a DNS name without a wildcard, or an IP address | Correct the host.'],
    ],
    [
      'address: "*.b"',
      ['value-not-allowed spec.address: "*.b" -> a DNS name without a wildcard, or an IP address | Correct the host.'],
    ],
    [
      'address: "unix://a"',
      [
        'value-not-allowed spec.address: "unix://a" -> unix:///<path of a file> or unix://@<name> | Name the socket by its whole path.',
      ],
    ],
    [
      'address: "unix:///a", ports: { a: 80 }',
      ['value-not-allowed spec.ports: ports of a socket -> none | Remove the ports.'],
    ],
    [
      'address: 192.0.2.1, ports: { a_b: 80 }',
      [
        'value-not-allowed spec.ports.a_b: "a_b" -> at most 63 letters, digits and -, with a letter or digit at both ends | Rename the port.',
      ],
    ],
    ['address: 192.0.2.1, ports: { a: 0 }', ['value-not-allowed spec.ports.a: 0 -> at least 1 | Use at least 1.']],
    [
      'address: 192.0.2.1, labels: { a: "b c" }',
      [
        'value-not-allowed spec.labels.a: "b c" -> empty, or at most 63 letters, digits, -, _ and ., with a letter or digit at both ends | Name the value of a label.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([['network: a'], ['address: a.b, ports: { http: 8080 }, labels: { app: a }']])('accepts %s', async (spec) =>
    expect(await findings(spec)).toEqual([]),
  );
});

describe('workload groups', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'WorkloadGroup');

  test.each([
    [
      'template: {}, metadata: { labels: { a: "b c" } }',
      [
        'value-not-allowed spec.metadata.labels.a: "b c" -> empty, or at most 63 letters, digits, -, _ and ., with a letter or digit at both ends | Name the value of a label.',
      ],
    ],
    [
      'template: { address: "unix:///a", ports: { a: 80 } }',
      ['value-not-allowed spec.template.ports: ports of a socket -> none | Remove the ports.'],
    ],
    [
      'template: {}, probe: {}',
      [
        'value-not-allowed spec.probe: a mapping with none of them -> exactly one of httpGet, tcpSocket, exec, grpc | Add one of httpGet, tcpSocket, exec, grpc.',
      ],
    ],
    [
      'template: {}, probe: { exec: { command: [] } }',
      ['missing-field spec.probe.exec.command: nothing -> the command to run | Add "command", the command to run.'],
    ],
    [
      'template: {}, probe: { grpc: { port: 80 } }',
      [
        'value-not-allowed spec.probe.grpc: grpc, which the webhook does not accept -> httpGet, tcpSocket or exec | Use one of them.',
      ],
    ],
    [
      'template: {}, probe: { httpGet: { port: 80 }, tcpSocket: { port: 80 } }',
      [
        'value-not-allowed spec.probe: a mapping with httpGet and tcpSocket -> at most one of httpGet, tcpSocket, exec, grpc | Keep one of them, and remove the others.',
      ],
    ],
    [
      'template: {}, probe: { httpGet: { port: 80, scheme: http } }',
      ['value-not-allowed spec.probe.httpGet.scheme: "http" -> HTTP or HTTPS | Use one of them.'],
    ],
    [
      'template: {}, probe: { httpGet: { port: 80, httpHeaders: [{ name: "a b" }] } }',
      [
        'value-not-allowed spec.probe.httpGet.httpHeaders[0].name: "a b" -> text that matches ^[-A-Za-z0-9]+$ | Change it to match the pattern.',
      ],
    ],
    [
      'template: {}, probe: { tcpSocket: { port: 0 } }',
      ['value-not-allowed spec.probe.tcpSocket.port: 0 -> at least 1 | Use at least 1.'],
    ],
    [
      'probe: { tcpSocket: { port: 80 } }',
      ['missing-field spec.template: nothing -> a mapping | Add "template", a mapping.'],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([['template: { serviceAccount: a }, metadata: { labels: { app: a } }, probe: { exec: { command: [a] } }']])(
    'accepts %s',
    async (spec) => expect(await findings(spec)).toEqual([]),
  );
});
