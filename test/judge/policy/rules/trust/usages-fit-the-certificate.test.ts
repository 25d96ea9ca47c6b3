import rule from '../../../../../lib/judge/policy/rules/trust/usages-fit-the-certificate.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, issuer } from '../../../model/trust/objects.js';

const pod =
  '---\n{ apiVersion: v1, kind: Pod, metadata: { name: web, namespace: linkerd }, spec: { containers: [], volumes: [{ name: tls, secret: { secretName: web } }] } }\n';

ruleTester(rule, {
  passes: {
    'accepts a CA that nobody shows': certificate('root', 'isCA: true'),
    'accepts a CA with names that an issuer signs with':
      certificate('ca', 'isCA: true, dnsNames: [identity.linkerd], usages: [cert sign, server auth]') + issuer(),
    'accepts a missing isCA of a signer, which is another rule': certificate('ca', 'usages: [cert sign]') + issuer(),
    'accepts any beside what the key may do': certificate('web', 'usages: [signing, any]'),
    'accepts any alone': certificate('web', 'usages: [digital signature, any]'),
  },
  fails: {
    'that is a CA for a server': [
      certificate('web', 'isCA: true, usages: [server auth]'),
      { path: 'spec.isCA', got: 'true' },
    ],
    'that is a CA for a client': [certificate('web', 'isCA: true, usages: [client auth]'), { path: 'spec.isCA' }],
    'that is a CA for an address': [certificate('web', 'isCA: true, ipAddresses: [192.0.2.1]'), { path: 'spec.isCA' }],
    'that is a CA in a pod': [certificate('web', 'isCA: true') + pod, { path: 'spec.isCA' }],
    'that may sign without being a CA': [
      certificate('web', 'usages: [crl sign, server auth, cert sign]'),
      { path: 'spec.usages', got: 'crl sign, cert sign', expected: 'no usage of a CA' },
    ],
    'with any beside another purpose': [
      certificate('web', 'usages: [server auth, any]'),
      { path: 'spec.usages', got: 'server auth, any', expected: 'a list without any' },
    ],
    'with any for a CA': [certificate('ca', 'isCA: true, usages: [cert sign, any]'), { got: 'cert sign, any' }],
  },
});
