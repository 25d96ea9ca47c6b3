import rule from '../../../../../lib/judge/policy/rules/trust/mesh-issuer-signs-only-the-mesh.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, issuer } from '../../../model/trust/objects.js';

const identity = certificate('linkerd-identity-issuer', 'isCA: true, issuerRef: { name: ca }');

ruleTester(rule, {
  ignores: {
    'another CA below it': identity + issuer() + certificate('viz', 'isCA: true, issuerRef: { name: ca }'),
  },
  passes: {
    'accepts a server below a CA that signs no mesh': certificate('web') + issuer(),
    'accepts issuers that sign nothing but what signs itself':
      identity + issuer('ca', 'selfSigned: {}') + certificate('web'),
  },
  fails: {
    'for a server': [
      identity + issuer() + certificate('web'),
      { object: 'Certificate linkerd/web', got: 'ca, which signs the identity issuer of Linkerd' },
    ],
  },
});
