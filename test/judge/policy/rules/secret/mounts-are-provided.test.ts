import rule from '../../../../../lib/judge/policy/rules/secret/mounts-are-provided.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, issuer, namespace } from '../../../model/trust/objects.js';

const pod = (container: string, volume: string) => `---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: linkerd }
spec:
  containers: [{ name: web, image: example.org/web:1.4.2, ${container} }]
  volumes: [{ name: tls, ${volume} }]
`;
const reading = 'args: [--cert, /tls/tls.crt], volumeMounts: [{ name: tls, mountPath: /tls/ }]';
const mounting = (secret: string, container = reading) => pod(container, `secret: { secretName: ${secret} }`);
const config = (text: string) =>
  `---\n{ apiVersion: v1, kind: ConfigMap, metadata: { name: c, namespace: linkerd }, data: { c: '${text}' } }\n`;
const written = namespace() + certificate('web-tls');

ruleTester(rule, {
  ignores: {
    'a Secret that is no key pair': written + mounting('password', 'args: [--password=/tls/password]'),
    'a Secret that is optional':
      written +
      pod(reading, 'secret: { secretName: nope, optional: true }') +
      certificate('nope', undefined, 'nope', 'a'),
  },
  passes: {
    'accepts a Secret of External Secrets': `${written}${mounting('tls')}---\n{ apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: { name: x, namespace: linkerd }, spec: { target: { name: tls } } }\n`,
    'accepts a Secret that is sealed': `${written}${mounting('tls')}---\n{ apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: { name: tls, namespace: linkerd } }\n`,
  },
  notJudged: {
    'the CA of an issuer that nothing writes': [written + issuer(), 'nothing among the files writes Secret linkerd/ca'],
    'a key pair where cert-manager writes none': [
      namespace() + mounting('tls'),
      'no Certificate or Issuer of namespace linkerd is among the files',
    ],
    'a key pair where the namespace is not known': [
      certificate('web-tls') + mounting('tls'),
      'Namespace linkerd is not among the files',
    ],
    'a key pair that something else names': [
      written + mounting('tls') + config('create secret tls'),
      'tls is named elsewhere too, so a program may write it',
    ],
  },
  fails: {
    'if the path is in a configuration': [
      namespace() +
        issuer() +
        config('cert_file: /tls/tls.crt') +
        mounting('nope', 'volumeMounts: [{ name: tls, mountPath: /tls }]').replace(
          'volumes: [',
          'volumes: [{ name: c, configMap: { name: c } }, ',
        ),
      {
        object: 'Pod linkerd/web',
        path: 'spec.volumes[1].secret.secretName',
        got: 'nope',
        expected: 'a Secret of namespace linkerd, or a Certificate that writes it',
        effect: 'Without the Secret the pod does not start.',
        fix: 'Correct the name, or add the Secret.',
      },
    ],
    'if the path is in a variable and the volume is projected': [
      written +
        pod(
          'env: [{ name: CERT, value: /tls/tls.crt }], volumeMounts: [{ name: tls, mountPath: /tls }]',
          'projected: { sources: [{ secret: { name: nope } }] }',
        ),
      { path: 'spec.volumes[0].projected.sources[0].secret.name' },
    ],
    'of another namespace, whatever it holds': [
      certificate('web', undefined, 'web', 'a') +
        certificate('web', undefined, 'web', 'b') +
        pod('env: [{ name: P, valueFrom: { secretKeyRef: { name: web, key: p } } }]', 'emptyDir: {}'),
      {
        path: 'spec.containers[0].env[0].valueFrom.secretKeyRef.name',
        got: 'web',
        expected: 'a Secret of namespace linkerd, or a Certificate that writes it',
        fix: 'Add the Secret to namespace linkerd: the one in namespace a, b cannot be used from here.',
      },
    ],
    'of another namespace with all its variables': [
      certificate('web', undefined, 'web', 'a') + pod('envFrom: [{ secretRef: { name: web } }]', 'emptyDir: {}'),
      { path: 'spec.containers[0].envFrom[0].secretRef.name' },
    ],
    'of another namespace, for an issuer': [
      issuer() + certificate('ca', undefined, 'ca', 'apps'),
      { object: 'Issuer linkerd/ca', path: 'spec.ca.secretName' },
    ],
  },
});
