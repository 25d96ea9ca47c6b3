import rule from '../../../../../lib/judge/policy/rules/trust/issuer-outlives-what-it-signs.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, clusterIssuer, issuer } from '../../../model/trust/objects.js';

const leaf = (duration: string, more = '') =>
  certificate('web', `duration: ${duration}, issuerRef: { name: ca${more} }`);
const ca = (lifetime: string, ns = 'linkerd') =>
  certificate('ca', `isCA: true, ${lifetime}, issuerRef: { name: root }`, 'ca', ns);

ruleTester(rule, {
  ignores: {
    'a root that signs itself': certificate('ca', 'duration: 10h, renewBefore: 1h, issuerRef: { name: ca }') + issuer(),
  },
  passes: {
    'counts a renewal that is not written as a third':
      leaf('240h') + issuer() + ca('duration: 720h') + issuer('root', 'selfSigned: {}'),
    'counts a renewal in percent':
      leaf('360h') + issuer() + ca('duration: 720h, renewBeforePercentage: 50') + issuer('root', 'selfSigned: {}'),
    'counts a duration that is not written as 90 days':
      leaf('720h') + issuer() + ca('privateKey: {}') + issuer('root', 'selfSigned: {}'),
  },
  fails: {
    'and names both': [
      leaf('241h') + issuer() + ca('duration: 720h'),
      {
        object: 'Certificate linkerd/web',
        path: 'spec.duration',
        got: '241h0m0s',
        expected: 'at most 240h0m0s, the remaining validity of its CA ca at renewal',
      },
    ],
    'below a ClusterIssuer': [
      leaf('48h', ', kind: ClusterIssuer') + clusterIssuer() + ca('duration: 720h, renewBefore: 47h', 'cert-manager'),
      { object: 'Certificate linkerd/web', got: '48h0m0s' },
    ],
    'where nothing is written but the CA': [
      certificate('web') + issuer() + ca('duration: 720h'),
      { path: 'spec.duration', got: '2160h0m0s' },
    ],
  },
  notJudged: {
    'a CA outside the objects': [leaf('9000h') + issuer(), 'no Certificate for Secret linkerd/ca is among the files'],
    'what is not a duration': [
      leaf('90d') + issuer() + ca('duration: 720h') + issuer('root', 'selfSigned: {}'),
      'a lifetime of the Certificate or of ca is not a duration',
    ],
  },
});
