import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/port-settings-are-complete.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'accepts a destination without settings': bad.replace(
      'tls: { mode: SIMPLE, caCertificates: system }',
      'tunnel: {}',
    ),
  },
  fails: {
    'that drop the TLS of the destination': [
      bad,
      {
        path: 'spec.trafficPolicy.portLevelSettings[0]',
        got: 'no tls, which spec.trafficPolicy sets',
        effect: expect.stringContaining(
          'Port 443 has the defaults of the mesh there, and does not use the tls of the destination.',
        ),
      },
    ],
    'that drop the rest of the destination': [
      bad.replace('tls: {', 'outlierDetection: {').replace('- { port', '- { loadBalancer: {}, port'),
      { got: 'no outlierDetection, which spec.trafficPolicy sets' },
    ],
  },
});
