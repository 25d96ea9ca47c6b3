import rule from '../../../../../lib/judge/policy/rules/istio/gateways-do-not-share-certificates.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'accepts other pods': bad.replace('istio: ingress', 'istio: egress'),
    'accepts one certificate within one Gateway': bad.replace('kind: Gateway', 'kind: VirtualService'),
  },
  fails: {
    'of one Secret': [
      bad,
      {
        object: 'Gateway edge/shop',
        path: 'spec.servers[0].tls.credentialName',
        got: 'wildcard, which Gateway edge/web uses too',
      },
      { object: 'Gateway edge/web' },
    ],
    'of one file': [
      bad.replaceAll('credentialName: wildcard', 'serverCertificate: /a.crt, privateKey: /a.key'),
      { object: 'Gateway edge/shop', got: '/a.crt with /a.key, which Gateway edge/web uses too' },
      { object: 'Gateway edge/web' },
    ],
  },
});
