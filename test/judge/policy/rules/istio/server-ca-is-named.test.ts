import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/server-ca-is-named.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'mutual TLS of the mesh': bad.replace('SIMPLE', 'ISTIO_MUTUAL'),
  },
  passes: {
    'accepts a credential of the workloads that the rule selects': bad
      .replace('SIMPLE', 'SIMPLE, credentialName: db')
      .replace('host: db', 'workloadSelector: { matchLabels: { app: web } }, host: db'),
    'leaves servers that are not verified to their own rule': bad.replace('SIMPLE', 'SIMPLE, insecureSkipVerify: true'),
  },
  fails: {
    'for a destination': [bad, { path: 'spec.trafficPolicy.tls.caCertificates', got: 'nothing, with mode SIMPLE' }],
    'for a port': [
      bad.replace(
        '{ tls: { mode: SIMPLE } }',
        '{ portLevelSettings: [{ port: { number: 1 }, tls: { mode: MUTUAL } }] }',
      ),
      {
        path: 'spec.trafficPolicy.portLevelSettings[0].tls.caCertificates',
        got: 'nothing for the port, with mode MUTUAL',
      },
    ],
    'with a credential that sidecars do not read': [
      bad.replace('SIMPLE', 'SIMPLE, credentialName: db'),
      { got: expect.stringContaining('which only gateways read') },
    ],
  },
});
