import { serverExample } from '../../../../lib/policy/nats/example.js';
import rule from '../../../../lib/policy/rules/nats/certificate-usages-fit-the-server.js';
import { ruleTester } from '../../../support/rule-tester.js';

const tls = { volumes: ['{ name: tls, secret: { secretName: a } }'], mounts: ['{ name: tls, mountPath: /tls }'] };
const certificate = (usages: string) => `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: a, namespace: nats-system }
spec: { secretName: a, usages: [${usages}] }
`;
const file = 'tls { cert_file: /tls/tls.crt }';
ruleTester(rule, {
  passes: {
    'accepts a certificate for everything': serverExample(`cluster { ${file} }`, tls) + certificate('any, server auth'),
    'accepts a certificate that names no purpose':
      serverExample(`cluster { ${file} }`, tls) + certificate('digital signature'),
    'accepts both for routes': serverExample(`cluster { ${file} }`, tls) + certificate('server auth, client auth'),
    'leaves other certificates alone': serverExample('port: 4222', tls) + certificate('code signing'),
  },
  fails: {
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
});
