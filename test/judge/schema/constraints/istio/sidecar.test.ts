import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('sidecars', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'Sidecar');

  test.each([
    [
      '',
      [
        'value-not-allowed spec: a Sidecar without settings -> one of egress, inboundConnectionPool, ingress, outboundTrafficPolicy | Add one of them.',
      ],
    ],
    [
      'workloadSelector: { labels: { app: "*" } }, egress: [{ hosts: [./*] }]',
      [
        'value-not-allowed spec.workloadSelector.labels.app: "*" -> a label without *, because selectors have no wildcards | Name one label and one value.',
      ],
    ],
    [
      'inboundConnectionPool: {}',
      [
        'value-not-allowed spec.inboundConnectionPool: an empty pool -> http or tcp | Add one of them, or remove the field.',
      ],
    ],
    [
      'ingress: [{ port: { number: 80, protocol: X, name: a } }]',
      [
        'value-not-allowed spec.ingress[0].port.protocol: "X" -> one of HTTP, HTTP2, GRPC, GRPC-WEB, HTTPS, TLS, TCP, MONGO, REDIS or MYSQL | Name a protocol that Istio knows.',
      ],
    ],
    [
      'ingress: [{ port: { protocol: HTTP, name: a } }]',
      [
        'missing-field spec.ingress[0].port.number: nothing -> the number of a port | Add "number", the number of a port.',
      ],
    ],
    [
      'ingress: [{ port: { number: 80, protocol: HTTP, name: a_b } }]',
      [
        'value-not-allowed spec.ingress[0].port.name: "a_b" -> at most 63 letters, digits and -, with a letter or digit at both ends | Rename the port.',
      ],
    ],
    [
      'ingress: [{ port: { number: 80, protocol: HTTP, name: a, targetPort: 1 } }]',
      [
        'value-not-allowed spec.ingress[0].port.targetPort: 1 -> nothing, because a Sidecar does not use it | Remove it.',
      ],
    ],
    [
      'ingress: [{ port: { number: 80, protocol: HTTP, name: a }, bind: b }]',
      ['value-not-allowed spec.ingress[0].bind: "b" -> an IP address | Correct the address.'],
    ],
    [
      'ingress: [{ port: { number: 80, protocol: HTTP, name: a } }, { port: { number: 80, protocol: HTTP, name: b } }]',
      [
        'duplicate-key spec.ingress[1].port.number: 80 again -> a port that no other listener of the list has | Change or remove one of the two.',
      ],
    ],
    [
      'ingress: [{ port: { number: 80, protocol: HTTP, name: a }, defaultEndpoint: "10.0.0.1:80" }]',
      [
        `value-not-allowed spec.ingress[0].defaultEndpoint: "10.0.0.1:80" -> 127.0.0.1, 0.0.0.0, [::1] or [::] with a port, or unix:// and a path | Name where the workload's own container listens.`,
      ],
    ],
    [
      'ingress: [{ port: { number: 80, protocol: HTTP, name: a }, defaultEndpoint: "127.0.0.1" }]',
      [
        `value-not-allowed spec.ingress[0].defaultEndpoint: "127.0.0.1" -> 127.0.0.1, 0.0.0.0, [::1] or [::] with a port, or unix:// and a path | Name where the workload's own container listens.`,
      ],
    ],
    [
      'ingress: [{ port: { number: 80, protocol: HTTP, name: a }, defaultEndpoint: "unix://a" }]',
      [
        'value-not-allowed spec.ingress[0].defaultEndpoint: "unix://a" -> unix:///<path of a file> or unix://@<name> | Name the socket by its whole path.',
      ],
    ],
    [
      'ingress: [{ port: { number: 80, protocol: HTTP, name: a }, connectionPool: {} }]',
      [
        'value-not-allowed spec.ingress[0].connectionPool: an empty pool -> http or tcp | Add one of them, or remove the field.',
      ],
    ],
    [
      'ingress: [{ port: { number: 80, protocol: HTTP, name: a }, tls: { mode: SIMPLE, serverCertificate: /c, privateKey: /k } }]',
      ['value-not-allowed spec.ingress[0].tls: TLS settings, with HTTP -> HTTPS or TLS as the protocol | Set it.'],
    ],
    [
      'ingress: [{ port: { number: 80, protocol: HTTPS, name: a }, tls: { mode: ISTIO_MUTUAL } }]',
      [
        'value-not-allowed spec.ingress[0].tls.mode: ISTIO_MUTUAL -> SIMPLE, MUTUAL or OPTIONAL_MUTUAL | Use one of them.',
      ],
    ],
    [
      'ingress: [{ port: { number: 80, protocol: HTTPS, name: a }, tls: { mode: SIMPLE, credentialName: b } }]',
      [
        'value-not-allowed spec.ingress[0].tls.credentialName: credentialName -> certificates from files, the only kind that a sidecar serves | Remove it.',
      ],
    ],
    [
      'egress: [{ hosts: [] }]',
      ['missing-field spec.egress[0].hosts: nothing -> at least one host | Add "hosts", at least one host.'],
    ],
    [
      'egress: [{ hosts: [a.b] }]',
      [
        'value-not-allowed spec.egress[0].hosts[0]: "a.b" -> namespace/host, as in ./* or istio-system/* | Write "*/a.b" or name the namespace.',
      ],
    ],
    [
      'egress: [{ hosts: ["a_b/*"] }]',
      [
        'value-not-allowed spec.egress[0].hosts[0]: "a_b/*" -> a namespace before the /, or one of * . ~ | Correct the namespace.',
      ],
    ],
    [
      'egress: [{ hosts: ["./a"] }]',
      [
        'value-not-allowed spec.egress[0].hosts[0]: "./a" -> a host with a dot, because short names select nothing | Write the whole DNS name.',
      ],
    ],
    [
      'egress: [{ hosts: ["./192.0.2.1"] }]',
      [
        'value-not-allowed spec.egress[0].hosts[0]: "./192.0.2.1" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'egress: [{ hosts: [./*] }, { hosts: [./*], port: { number: 80, protocol: HTTP, name: a } }]',
      [
        'value-not-allowed spec.egress[0]: a listener without a port, before others -> it last, and only once: it handles all traffic that no other listener handles | Move it to the end.',
      ],
    ],
    [
      'egress: [{ hosts: [./*], port: { protocol: HTTP, name: a } }]',
      [
        'value-not-allowed spec.egress[0].port.number: no port -> 1 to 65535, or unix:// and a path as bind | Add the number.',
      ],
    ],
    [
      'egress: [{ hosts: [./*], bind: "unix:///a", captureMode: IPTABLES, port: { number: 0, protocol: HTTP, name: a } }]',
      ['value-not-allowed spec.egress[0].captureMode: IPTABLES, for a socket -> DEFAULT or NONE | Use one of them.'],
    ],
    [
      'egress: [{ hosts: [./*], bind: b, port: { number: 80, protocol: HTTP, name: a } }]',
      ['value-not-allowed spec.egress[0].bind: "b" -> an IP address | Correct the address.'],
    ],
    [
      'egress: [{ hosts: [./*], port: { number: 80, protocol: HTTP, name: a } }, { hosts: [./*], port: { number: 80, protocol: HTTP, name: b } }]',
      [
        'duplicate-key spec.egress[1].port.number: 80 again -> a port that no other listener of the list has | Change or remove one of the two.',
      ],
    ],
    [
      'outboundTrafficPolicy: { mode: REGISTRY_ONLY, egressProxy: { host: a.b, port: { number: 80 } } }',
      [
        'value-not-allowed spec.outboundTrafficPolicy.egressProxy: an egressProxy, with REGISTRY_ONLY -> ALLOW_ANY as the mode | Set mode: ALLOW_ANY.',
      ],
    ],
    [
      'outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: a.b } }',
      [
        'missing-field spec.outboundTrafficPolicy.egressProxy.port: nothing -> the port of the proxy | Add "port", the port of the proxy.',
      ],
    ],
    [
      'outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: "*.b", port: { number: 80 } } }',
      [
        'value-not-allowed spec.outboundTrafficPolicy.egressProxy.host: "*.b" -> a DNS name without a wildcard | Correct the host.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'egress: [{ hosts: [./*, istio-system/*, "~/*", "*/*.b"], port: { number: 80, protocol: HTTP, name: a } }, { hosts: ["*/*"] }], outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: a.b, port: { number: 80 } } }',
    ],
    [
      'ingress: [{ port: { number: 80, protocol: HTTPS, name: a }, defaultEndpoint: "[::1]:8080", tls: { mode: SIMPLE, serverCertificate: /c, privateKey: /k } }, { port: { number: 81, protocol: HTTP, name: a }, defaultEndpoint: "unix://@a", bind: 0.0.0.0, connectionPool: { http: { maxRetries: 1 } } }]',
    ],
    ['egress: [{ hosts: ["~other/*"], bind: "unix:///a", port: { number: 0, protocol: HTTP, name: a } }]'],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
