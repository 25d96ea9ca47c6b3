import rule from '../../../../../lib/judge/policy/rules/istio/gateway-tls-settings-are-used.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);
const good = String(rule.passes);

ruleTester(rule, {
  passes: {
    'accepts a suite that is not text': good.replace('[ECDHE', '[128, ECDHE'),
  },
  fails: {
    'of a suite of TLS 1.3': [bad, { path: 'spec.servers[0].tls.cipherSuites[0]', got: 'TLS_AES_256_GCM_SHA384' }],
    'of a suite that is named twice': [good.replace('[ECDHE', '[A, A, ECDHE'), { got: 'A again' }],
    'of a certificate that is passed by': [
      good.replace('SIMPLE', 'PASSTHROUGH'),
      { path: 'spec.servers[0].tls.credentialName', got: 'credentialName with mode PASSTHROUGH' },
    ],
    'of a certificate beside no mode': [
      good.replace('mode: SIMPLE, ', ''),
      { got: 'credentialName with no mode, which is PASSTHROUGH' },
    ],
    'of a redirect of HTTPS': [
      good.replace('mode: SIMPLE', 'httpsRedirect: true, mode: SIMPLE'),
      { path: 'spec.servers[0].tls.httpsRedirect', got: 'true for HTTPS' },
    ],
  },
});
