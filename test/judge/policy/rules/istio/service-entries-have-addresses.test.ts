import rule from '../../../../../lib/judge/policy/rules/istio/service-entries-have-addresses.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);
const settings = (text: string) => `${bad}---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: "${text}" }
`;

ruleTester(rule, {
  ignores: {
    TLS: bad.replace('TCP }', 'TLS }'),
  },
  passes: {
    'accepts addresses that are allocated': settings(
      'defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: \\"true\\", ISTIO_META_DNS_AUTO_ALLOCATE: \\"true\\" } }',
    ),
    'accepts addresses of the status': `${bad}status: { addresses: [{ value: 240.240.0.1 }] }\n`,
  },
  fails: {
    'with a port of TCP': [bad, { path: 'spec.ports[0]', got: 'TCP on port 5432, without spec.addresses' }],
    'with a port without a protocol': [bad.replace(', protocol: TCP', ''), { path: 'spec.ports[0]' }],
    'where DNS is not captured': [
      settings('defaultConfig: { proxyMetadata: { ISTIO_META_DNS_AUTO_ALLOCATE: \\"true\\" } }'),
      { path: 'spec.ports[0]' },
    ],
  },
});
