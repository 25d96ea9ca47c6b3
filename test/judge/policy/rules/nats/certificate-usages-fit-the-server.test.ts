import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/certificate-usages-fit-the-server.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const tls = { volumes: ['{ name: tls, secret: { secretName: a } }'], mounts: ['{ name: tls, mountPath: /tls }'] };
const certificate = (usages: string) => `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: a, namespace: nats-system }
spec: { secretName: a, usages: [${usages}] }
`;
const file = 'tls { cert_file: /tls/tls.crt }';
/** A certificate for routes whose authority has those usages. */
const signed = (usages: string) =>
  serverExample(`cluster { ${file} }`, tls) +
  `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: a, namespace: nats-system }
spec: { secretName: a, usages: [server auth, client auth], issuerRef: { name: a-ca } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: a-ca, namespace: nats-system }
spec: { ca: { secretName: a-ca } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: a-ca, namespace: nats-system }
spec: { secretName: a-ca, isCA: true, usages: [cert sign, ${usages}] }
`;
ruleTester(rule, {
  ignores: {
    'a certificate of a server that gets only flags':
      serverExample(file, tls).replace('--config, /etc/nats-config/nats.conf', '-js') + certificate('client auth'),
    'other certificates': serverExample('port: 4222', tls) + certificate('code signing'),
  },
  passes: {
    'accepts a certificate for everything': serverExample(`cluster { ${file} }`, tls) + certificate('any, server auth'),
    'accepts a certificate that names no purpose':
      serverExample(`cluster { ${file} }`, tls) + certificate('digital signature'),
    'accepts both for routes': serverExample(`cluster { ${file} }`, tls) + certificate('server auth, client auth'),
    'accepts what cert-manager makes without usages': serverExample(`cluster { ${file} }`, tls) + certificate(''),
    'accepts what names only what the key may do':
      serverExample(`cluster { ${file} }`, tls) + certificate('signing, key encipherment'),
    'accepts client auth alone where the block is about remotes':
      serverExample(`leafnodes { ${file}, remotes: [ { url: "tls://a:7422", ${file} } ] }`, tls) +
      certificate('client auth'),
    'accepts server auth alone for listeners':
      serverExample(
        `${file}\nwebsocket { port: 443, ${file} }\nmqtt { port: 8883, ${file} }\nleafnodes { port: 7422, ${file} }`,
        tls,
      ) + certificate('server auth'),
    'accepts an authority that is for both': signed('server auth, client auth'),
    'accepts an authority for everything': signed('any'),
    'accepts an authority that names no purpose': signed('crl sign'),
    'accepts an authority that signs itself': signed('server auth, client auth').replace(
      'isCA: true',
      'isCA: true, issuerRef: { name: a-ca }',
    ),
  },
  fails: {
    'for gateways, in both directions': [
      serverExample(`gateway { name: a, port: 7222, ${file} }`, tls) + certificate('server auth'),
      { path: 'spec.usages', got: 'server auth', expected: 'client auth, for gateways', fix: 'Add client auth.' },
    ],
    'for the other side of gateways': [
      serverExample(`gateway { name: a, port: 7222, ${file} }`, tls) + certificate('client auth'),
      { expected: 'server auth, for gateways' },
    ],
    'for one gateway that is dialed': [
      serverExample(`gateway { name: a, port: 7222, gateways: [ { name: b, url: "tls://b:7222", ${file} } ] }`, tls) +
        certificate('server auth'),
      { expected: 'client auth, for gateways' },
    ],
    'for the websocket listener': [
      serverExample(`websocket { port: 443, ${file} }`, tls) + certificate('client auth'),
      { expected: 'server auth, for the websocket listener' },
    ],
    'for the MQTT listener': [
      serverExample(`mqtt { port: 8883, ${file} }`, tls) + certificate('client auth'),
      { expected: 'server auth, for the MQTT listener' },
    ],
    'for leafnode remotes': [
      serverExample(`leafnodes { remotes: [ { url: "tls://a:7422" }, { url: "tls://b:7422", ${file} } ] }`, tls) +
        certificate('server auth'),
      { expected: 'client auth, for leafnode remotes' },
    ],
    'for a leafnode listener whose port is a variable': [
      serverExample(`leafnodes { port: $PORT, ${file} }`, tls) + certificate('client auth'),
      { expected: 'server auth, for the leafnode listener' },
    ],
    'for one of several certificates': [
      serverExample('tls { certs: [ { cert_file: /tls/other.crt }, { cert_file: /tls/tls.crt } ] }', tls) +
        certificate('client auth'),
      { expected: 'server auth, for the client port' },
    ],
    'for all that is missing, each usage once': [
      serverExample(`${file}\ncluster { ${file} }\ngateway { ${file} }`, tls) + certificate('code signing'),
      { got: 'code signing', expected: 'client auth, for routes and gateways' },
      { got: 'code signing', expected: 'server auth, for the client port and routes and gateways' },
    ],
    'for a file of a projected volume': [
      serverExample(`cluster { ${file} }`, {
        ...tls,
        volumes: ['{ name: tls, projected: { sources: [{ secret: { name: a } }] } }'],
      }) + certificate('server auth'),
      { expected: 'client auth, for routes' },
    ],
    'for an authority above several certificates, once': [
      signed('server auth') +
        `---\n${serverExample(`leafnodes { remotes: [ { url: "tls://a:7422", ${file} } ] }`, {
          ...tls,
          name: 'leaf',
          volumes: ['{ name: tls, secret: { secretName: b } }'],
        })}---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: b, namespace: nats-system }
spec: { secretName: b, issuerRef: { name: a-ca } }
`,
      {
        expected:
          'client auth, for routes and leafnode remotes of Certificate nats-system/a and 1 more, which it signs',
      },
    ],
    'for an authority that is not for what it signs': [
      signed('server auth'),
      {
        object: 'Certificate nats-system/a-ca',
        path: 'spec.usages',
        got: 'server auth',
        expected: 'client auth, for routes of Certificate nats-system/a, which it signs',
        fix: 'Add client auth, or state no extended usages here and leave them to the certificates that it signs.',
      },
    ],
    'for a listener': [
      serverExample(`leafnodes { port: 7422, ${file} }`, tls) + certificate('client auth'),
      { path: 'spec.usages', expected: 'server auth, for the leafnode listener' },
    ],
    'for the client port': [
      serverExample(file, tls) + certificate('client auth'),
      { expected: 'server auth, for the client port' },
    ],
    'for routes': [
      serverExample(`cluster { ${file} }`, tls) + certificate('server auth'),
      { expected: 'client auth, for routes' },
    ],
    'for the other side of routes': [
      serverExample(`cluster { ${file} }`, tls) + certificate('client auth'),
      { expected: 'server auth, for routes' },
    ],
  },
  notJudged: {
    'a certificate that a variable may name': [
      serverExample('tls { cert_file: $CERT }', tls) + certificate('client auth'),
      'what container nats of StatefulSet nats-system/nats uses it for is not known',
    ],
    'a certificate of a server whose configuration is not among the files': [
      serverExample(file, tls).replace('name: nats-config, namespace', 'name: other, namespace') +
        certificate('client auth'),
      'what container nats of StatefulSet nats-system/nats uses it for is not known',
    ],
  },
});
