import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/trust/issuer-can-sign-its-certificates.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, issuer } from '../../../model/trust/objects.js';

const acme = issuer('ca', 'acme: { server: https://acme.example.org }');
const selfSigned = issuer('ca', 'selfSigned: {}');
const identity = certificate('linkerd-identity-issuer', 'isCA: true, issuerRef: { name: ca }');
const bundle = `---
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: roots }
spec: { sources: [{ secret: { name: linkerd-identity-issuer, key: tls.crt } }] }
`;
const server = serverExample('tls { cert_file: /tls/tls.crt }', {
  volumes: ['{ name: tls, secret: { secretName: nats-tls } }'],
  mounts: ['{ name: tls, mountPath: /tls }'],
});
const inNats = (yaml: string) => yaml.replaceAll('namespace: linkerd', 'namespace: nats-system');

ruleTester(rule, {
  passes: {
    'accepts an ACME server for public names':
      certificate('web', 'dnsNames: [www.example.org], issuerRef: { name: ca }') + acme,
    'accepts a self-signed root': certificate('root', 'isCA: true, issuerRef: { name: ca }') + selfSigned,
    'accepts a self-signed webhook':
      certificate('web', 'dnsNames: [web.apps.svc], issuerRef: { name: ca }') + selfSigned,
    'accepts a self-signed identity issuer that is the root of the mesh': identity + selfSigned + bundle,
    'accepts a self-signed certificate that no server reads':
      server + inNats(certificate('other', 'issuerRef: { name: ca }') + selfSigned),
  },
  fails: {
    'without a type': [
      certificate('web') + issuer('ca', ''),
      {
        path: 'spec.issuerRef.name',
        got: 'Issuer ca, which has no type',
        expected: 'an issuer of one type: acme, ca, selfSigned, vault, venafi',
      },
    ],
    'of two types': [
      certificate('web') + issuer('ca', 'ca: { secretName: ca }, selfSigned: {}'),
      { got: 'Issuer ca, which has the types ca and selfSigned' },
    ],
    'that is an ACME server, for a CA': [
      certificate('web', 'isCA: true, issuerRef: { name: ca }') + acme,
      { got: 'Issuer ca, an ACME server that signs no CA' },
    ],
    'that is an ACME server, for a name of the cluster': [
      certificate('web', 'dnsNames: [www.example.org, web.apps.svc], issuerRef: { name: ca }') + acme,
      { got: 'Issuer ca, an ACME server that signs no web.apps.svc' },
    ],
    "that is self-signed, for Linkerd's identity issuer": [
      identity + selfSigned,
      { expected: "an issuer below a root that the peers of Linkerd's identity controller trust" },
    ],
    'that is self-signed, for a NATS server': [
      server + inNats(certificate('nats-tls') + selfSigned),
      { expected: 'an issuer below a root that the peers of StatefulSet nats trust' },
    ],
    'that signs with the Certificate itself': [
      certificate('ca', 'isCA: true, issuerRef: { name: ca }') + issuer(),
      { got: 'Issuer ca, which signs with this very Certificate' },
    ],
    'that signs with the key of the identity controller': [
      certificate('web') + issuer('ca', 'ca: { secretName: linkerd-identity-issuer }'),
      { expected: 'an issuer with a CA of its own' },
    ],
  },
  notJudged: { 'an issuer that is not known': [identity, 'Issuer ca is not among the files'] },
});
