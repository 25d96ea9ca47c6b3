import rule from '../../../../../lib/judge/policy/rules/istio/mesh-config-is-hardened.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { meshConfig } from '../../../model/istio/security-objects.js';

const outbound = 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }';

ruleTester(rule, {
  ignores: {
    'other ConfigMaps': meshConfig('{}', 'other'),
  },
  notJudged: {
    'proxies whose injector is not among the files': [
      meshConfig(`{ ${outbound}, meshMTLS: { minProtocolVersion: TLSV1_3 } }`),
      'the values of the injector, which say global.proxy.privileged, are not among the files',
    ],
  },
  fails: {
    'for the defaults': [
      meshConfig(),
      { path: 'data.mesh', got: 'meshMTLS.minProtocolVersion nothing', expected: 'TLSV1_3' },
      { path: 'data.mesh', got: 'outboundTrafficPolicy.mode nothing', expected: 'REGISTRY_ONLY' },
    ],
    'for suites of TLS 1.3': [
      meshConfig(`{ ${outbound}, meshMTLS: { minProtocolVersion: TLSV1_3, cipherSuites: [TLS_AES_128_GCM_SHA256] } }`),
      { got: 'TLS_AES_128_GCM_SHA256' },
    ],
    'for proxies that run privileged': [
      `
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { values: { global: { proxy: { privileged: true } }, meshConfig: { ${outbound}, meshMTLS: { minProtocolVersion: TLSV1_3 } } } }
`,
      { path: 'spec.values.global.proxy.privileged', got: 'proxies that run privileged' },
    ],
    'for every host': [
      meshConfig('{ outboundTrafficPolicy: { mode: ALLOW_ANY }, meshMTLS: { minProtocolVersion: TLSV1_3 } }'),
      { got: 'outboundTrafficPolicy.mode ALLOW_ANY' },
    ],
  },
});
