import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('gateways', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'Gateway');

  test.each([
    [
      'metadata: { name: a.b, namespace: shop }, spec: { servers: [{ hosts: ["*"], port: { number: 80, name: http, protocol: HTTP } }] }',
      [
        'invalid-name metadata.name: "a.b" -> at most 63 letters, digits and -, with a letter or digit at both ends | Rename the object.',
      ],
    ],
    [
      'selector: { istio: ingress }',
      ['missing-field spec.servers: nothing -> at least one server | Add "servers", at least one server.'],
    ],
    [
      'servers: [{ hosts: [], port: { number: 80, name: http, protocol: HTTP } }]',
      ['missing-field spec.servers[0].hosts: nothing -> at least one host | Add "hosts", at least one host.'],
    ],
    [
      'servers: [{ hosts: [a], port: { number: 80, name: http, protocol: HTTP } }]',
      [
        'value-not-allowed spec.servers[0].hosts[0]: "a" -> a host with a dot, because short names select nothing | Write the whole DNS name.',
      ],
    ],
    [
      'servers: [{ hosts: [a_b/c.d], port: { number: 80, name: http, protocol: HTTP } }]',
      [
        'value-not-allowed spec.servers[0].hosts[0]: "a_b/c.d" -> a namespace before the /, or one of * . | Correct the namespace.',
      ],
    ],
    [
      'servers: [{ hosts: ["~/c.d"], port: { number: 80, name: http, protocol: HTTP } }]',
      [
        'value-not-allowed spec.servers[0].hosts[0]: "~/c.d" -> a namespace before the /, or one of * . | Correct the namespace.',
      ],
    ],
    [
      'servers: [{ hosts: ["*/a_b.c"], port: { number: 80, name: http, protocol: HTTP } }]',
      [
        'value-not-allowed spec.servers[0].hosts[0]: "*/a_b.c" -> a DNS name, whose first label may be * or start with it | Correct the host.',
      ],
    ],
    [
      'servers: [{ hosts: ["*b.c"], port: { number: 80, name: http, protocol: HTTP } }]',
      [
        'value-not-allowed spec.servers[0].hosts[0]: "*b.c" -> * by itself, or as the whole first label | Start the host with "*.".',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 80, name: http, protocol: HTTP } }, { hosts: ["*"], port: { number: 81, name: http, protocol: HTTP } }]',
      [
        'duplicate-key spec.servers[1].port.name: "http" again -> a name that no other server has | Rename one of the two ports.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 80, name: http, protocol: HTTP3 } }]',
      [
        'value-not-allowed spec.servers[0].port.protocol: "HTTP3" -> one of HTTP, HTTP2, GRPC, GRPC-WEB, HTTPS, TLS, TCP, MONGO, REDIS or MYSQL | Name a protocol that Istio knows.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 0, name: http, protocol: HTTP } }]',
      ['value-not-allowed spec.servers[0].port.number: 0 -> 1 to 65535 | Use the number of a port.'],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 80, name: "", protocol: HTTP } }]',
      [
        'missing-field spec.servers[0].port.name: nothing -> a name that distinguishes the servers | Add "name", a name that distinguishes the servers.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 80, name: http, protocol: HTTP, targetPort: 8080 } }]',
      [
        'value-not-allowed spec.servers[0].port.targetPort: 8080 -> nothing, because a Gateway does not use it | Remove it; the Service of the gateway maps the port.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], bind: host, port: { number: 80, name: http, protocol: HTTP } }]',
      ['value-not-allowed spec.servers[0].bind: "host" -> an IP address, or unix:// and a path | Correct the address.'],
    ],
    [
      'servers: [{ hosts: ["*"], bind: "unix://a", port: { number: 0, name: http, protocol: HTTP } }]',
      [
        'value-not-allowed spec.servers[0].bind: "unix://a" -> unix:///<path of a file> or unix://@<name> | Name the socket by its whole path.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], bind: "unix:///a", port: { number: 80, name: http, protocol: HTTP } }]',
      ['value-not-allowed spec.servers[0].port.number: 80 -> 0, because a socket has no port | Use 0.'],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 443, name: https, protocol: HTTPS } }]',
      [
        'missing-field spec.servers[0].tls: nothing -> a mapping, because HTTPS needs certificates or PASSTHROUGH | Add "tls", a mapping, because HTTPS needs certificates or PASSTHROUGH.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 80, name: http, protocol: HTTP }, tls: { mode: SIMPLE, credentialName: a } }]',
      [
        'value-not-allowed spec.servers[0].tls: TLS settings, with HTTP -> only httpsRedirect | Set the protocol to HTTPS or TLS, or remove the settings.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 80, name: tcp, protocol: TCP }, tls: { httpsRedirect: true } }]',
      [
        'value-not-allowed spec.servers[0].tls: TLS settings, with TCP -> HTTPS or TLS as the protocol | Set the protocol to HTTPS or TLS, or remove the settings.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: SIMPLE, serverCertificate: /c } }]',
      [
        'missing-field spec.servers[0].tls.privateKey: nothing -> the path of a file, for SIMPLE, or credentialName | Add "privateKey", the path of a file, for SIMPLE, or credentialName.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: MUTUAL, serverCertificate: /c, privateKey: /k } }]',
      [
        'missing-field spec.servers[0].tls.caCertificates: nothing -> the path of the CA certificates of clients, or credentialName | Add "caCertificates", the path of the CA certificates of clients, or credentialName.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: SIMPLE, tlsCertificates: [{ serverCertificate: /c }] } }]',
      [
        'missing-field spec.servers[0].tls.tlsCertificates[0].privateKey: nothing -> the path of a file, for SIMPLE, or credentialName | Add "privateKey", the path of a file, for SIMPLE, or credentialName.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: ISTIO_MUTUAL, credentialName: a } }]',
      [
        `value-not-allowed spec.servers[0].tls.credentialName: credentialName, with ISTIO_MUTUAL -> nothing, because the proxy's own certificate is used | Remove it, or use MUTUAL.`,
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: SIMPLE, credentialName: a, serverCertificate: /c, privateKey: /k } }]',
      [
        'value-not-allowed spec.servers[0].tls: certificates from serverCertificate and credentialName -> one source of certificates | Keep one of them.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: ISTIO_MUTUAL, credentialName: "", credentialNames: [a] } }]',
      [
        'value-not-allowed spec.servers[0].tls: a mapping with credentialName and credentialNames -> at most one of credentialName, credentialNames, tlsCertificates | Keep one of them, and remove the others.',
        `value-not-allowed spec.servers[0].tls.credentialNames: credentialNames, with ISTIO_MUTUAL -> nothing, because the proxy's own certificate is used | Remove it, or use MUTUAL.`,
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: SIMPLE, credentialNames: [a, b, c] } }]',
      ['value-not-allowed spec.servers[0].tls.credentialNames: a list of 3 -> at most 2 items | Use at most 2 items.'],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: SIMPLE, serverCertificate: /c, privateKey: /k, caCrl: /l } }]',
      [
        'value-not-allowed spec.servers[0].tls.caCrl: caCrl, with SIMPLE -> nothing, because SIMPLE does not ask clients for a certificate | Use MUTUAL.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: PASSTHROUGH, credentialName: a, caCrl: /l } }]',
      [
        'value-not-allowed spec.servers[0].tls.caCrl: caCrl together with credentialName -> the list in the Secret | Move the list into the Secret.',
      ],
    ],
    [
      'servers: [{ hosts: ["*"], port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: SIMPLE, credentialName: a, cipherSuits: [b] } }]',
      [
        'unknown-field spec.servers[0].tls.cipherSuits: the unknown field "cipherSuits" -> "cipherSuites" | Rename it to "cipherSuites", or keep it with a waiver if the release that you run knows it.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'servers: [{ hosts: ["*", ./a.b, ns/*.b, 192.0.2.1], port: { number: 80, name: http, protocol: http }, tls: { httpsRedirect: true } }, { hosts: [a.b], port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: OPTIONAL_MUTUAL, credentialName: c, caCrl: /l, insecureSkipVerify: false } }]',
    ],
    [
      'servers: [{ hosts: ["*.local"], bind: "unix://@a", port: { number: 0, name: tls, protocol: TLS }, tls: { mode: AUTO_PASSTHROUGH } }, { hosts: [a.b], port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: MUTUAL, caCertificates: /a, tlsCertificates: [{ serverCertificate: /c, privateKey: /k }] } }, { hosts: [c.d], port: { number: 8443, name: mtls, protocol: TLS }, tls: { mode: ISTIO_MUTUAL } }]',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
