import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/config-files-are-mounted.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const server = {
  volumes: ['{ name: tls, secret: { secretName: nats-tls } }', '{ name: trust, configMap: { name: roots } }'],
  mounts: ['{ name: tls, mountPath: /tls }', '{ name: trust, mountPath: /trust }'],
};
const certificate = `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: nats, namespace: nats-system }
spec: { secretName: nats-tls }
`;
const bundle = `---
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: roots }
spec: { target: { configMap: { key: ca-bundle.crt } } }
`;

ruleTester(rule, {
  ignores: {
    'texts that name no file': serverExample('server_name: hub'),
  },
  passes: {
    'accepts what cert-manager and trust-manager write':
      serverExample('tls { cert_file: /tls/tls.crt, ca_file: /trust/ca-bundle.crt }', server) + certificate + bundle,
    'accepts the public roots of the image': serverExample('tls { ca_file: /etc/ssl/certs/ca-certificates.crt }'),
    'accepts a file on a claim': serverExample('tls { cert_file: /tls/a.crt }', {
      ...server,
      volumes: ['{ name: tls, persistentVolumeClaim: { claimName: a } }', '{ name: trust, emptyDir: {} }'],
    }),
  },
  fails: {
    'for a key that cert-manager does not write': [
      serverExample('tls { key_file: /tls/server.key }', server) + certificate,
      { got: 'tls.key_file (line 1): /tls/server.key, but cert-manager writes no server.key into Secret nats-tls' },
    ],
    'for a key that trust-manager does not write': [
      serverExample('tls { ca_file: /trust/ca.crt }', server) + bundle,
      { got: 'tls.ca_file (line 1): /trust/ca.crt, but trust-manager writes ca-bundle.crt into ConfigMap roots' },
    ],
    'for credentials that are nowhere': [
      serverExample('leafnodes { remotes: [ { credentials: /creds/leaf.creds } ] }'),
      {
        got: 'leafnodes.remotes[0].credentials (line 1): /creds/leaf.creds, but no volume is mounted there',
      },
    ],
    'for an include of a folder without a volume': [
      serverExample('include ../nats-auth/auth.conf'),
      {
        got: 'line 1: include ../nats-auth/auth.conf, but no volume is mounted there',
        expected: 'a volume with /etc/nats-auth/auth.conf',
      },
    ],
    'for an include that the ConfigMap lacks': [
      serverExample('include auth.conf'),
      { got: 'line 1: include auth.conf, but ConfigMap nats-config has no key auth.conf' },
    ],
  },
  notJudged: {
    'any key of a Secret and a ConfigMap that others make': [
      serverExample('tls { cert_file: /tls/server.pem, ca_file: /trust/roots.pem }', server),
      'Secret nats-tls is not among the files',
      'ConfigMap roots is not among the files',
    ],
    'an include of a Secret': [
      serverExample('include ../tls/auth.conf', {
        ...server,
        mounts: ['{ name: tls, mountPath: /etc/tls }'],
      }),
      'Secret nats-tls is not among the files',
    ],
    'a volume of another type': [
      serverExample('tls { cert_file: /tls/a.crt }', {
        ...server,
        volumes: ['{ name: tls, csi: { driver: a } }', '{ name: trust, emptyDir: {} }'],
      }),
      'the volume at /tls/a.crt is of a type whose files are not known',
    ],
  },
});
