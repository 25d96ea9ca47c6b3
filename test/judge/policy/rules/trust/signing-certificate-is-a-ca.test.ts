import rule from '../../../../../lib/judge/policy/rules/trust/signing-certificate-is-a-ca.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, clusterIssuer, issuer } from '../../../model/trust/objects.js';

ruleTester(rule, {
  ignores: {
    'a leaf': certificate('web') + issuer(),
    'a leaf whose Secret a ClusterIssuer names elsewhere': certificate('ca') + clusterIssuer(),
  },
  passes: {
    'accepts a CA without usages': certificate('ca', 'isCA: true') + issuer(),
  },
  fails: {
    'for the identity issuer': [
      certificate('mesh', 'isCA: false', 'linkerd-identity-issuer'),
      { path: 'spec.isCA', got: 'false', expected: 'true' },
    ],
    'without the usage to sign': [
      certificate('ca', 'isCA: true, usages: [digital signature, server auth]') + issuer(),
      { path: 'spec.usages', got: 'digital signature, server auth' },
    ],
    'below a ClusterIssuer': [
      certificate('ca', 'isCA: false', 'ca', 'cert-manager') + clusterIssuer(),
      { path: 'spec.isCA' },
    ],
  },
});
