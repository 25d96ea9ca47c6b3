import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('TLS of clients', () => {
  const findings = findingsOnSpec('networking.istio.io/v1', 'DestinationRule');

  test.each([
    [
      'host: a, trafficPolicy: { portLevelSettings: [{ tls: {} }] }',
      [
        'missing-field spec.trafficPolicy.portLevelSettings[0].port: nothing -> the port that the settings are for | Add "port", the port that the settings are for.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tls: { mode: MUTUAL, clientCertificate: /c } }',
      [
        'missing-field spec.trafficPolicy.tls.privateKey: nothing -> the path of a file, or credentialName | Add "privateKey", the path of a file, or credentialName.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tls: { mode: SIMPLE, credentialName: b, caCertificates: /c } }',
      [
        'value-not-allowed spec.trafficPolicy.tls.caCertificates: caCertificates together with credentialName -> only the Secret of credentialName, which holds all of it | Remove it, or credentialName.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tls: { mode: SIMPLE, insecureSkipVerify: true, caCertificates: /c } }',
      [
        'value-not-allowed spec.trafficPolicy.tls.caCertificates: caCertificates together with insecureSkipVerify -> nothing, because the certificate of the server is not verified | Remove insecureSkipVerify.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tls: { mode: MUTUAL, credentialName: b, insecureSkipVerify: true, subjectAltNames: [c] } }',
      [
        'value-not-allowed spec.trafficPolicy.tls.subjectAltNames: subjectAltNames together with insecureSkipVerify -> nothing, because the certificate of the server is not verified | Remove insecureSkipVerify.',
      ],
    ],
    [
      'host: a, trafficPolicy: { tls: { mode: SIMPLE, credentialName: "configmap://other/b" } }',
      [
        `value-not-allowed spec.trafficPolicy.tls.credentialName: "configmap://other/b" -> configmap://<namespace>/<name>, of a ConfigMap in the rule's own namespace | Name a ConfigMap of the namespace.`,
      ],
    ],
    [
      'host: a, trafficPolicy: { tls: { mode: ISTIO_MUTUAL, cipherSuites: [b] } }',
      [
        'unknown-field spec.trafficPolicy.tls.cipherSuites: the unknown field "cipherSuites" -> one of caCertCredentialName, caCertificates, caCrl, clientCertificate, credentialName, insecureSkipVerify, mode, privateKey, sni, subjectAltNames | Correct its name, or keep it with a waiver if the release that you run knows it.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'host: a, trafficPolicy: { tls: { mode: MUTUAL, clientCertificate: /c, privateKey: /k, caCertificates: /a }, portLevelSettings: [{ port: { number: 80 }, tls: { mode: DISABLE } }], tunnel: { targetHost: 192.0.2.1, targetPort: 80, protocol: CONNECT } }',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});
