import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/trust/mesh-roots-are-explicit.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bundle = (source: string, name = 'linkerd-identity-trust-roots') =>
  `---\n{ apiVersion: trust.cert-manager.io/v1alpha1, kind: Bundle, metadata: { name: ${name} }, spec: { sources: [${source}] } }\n`;
const nats = serverExample('port: 4222', { volumes: ['{ name: ca, configMap: { name: messaging } }'] });

ruleTester(rule, {
  ignores: {
    'public CAs for a program that calls them': bundle('{ useDefaultCAs: true }', 'web'),
    'public CAs in a bundle that NATS does not mount': nats + bundle('{ useDefaultCAs: true }', 'web'),
  },
  passes: {
    'accepts public CAs that are off': bundle('{ useDefaultCAs: false }'),
  },
  fails: {
    'with public CAs in what NATS mounts': [
      nats + bundle('{ inLine: x }, { useDefaultCAs: true }', 'messaging'),
      {
        object: 'Bundle messaging',
        path: 'spec.sources[1].useDefaultCAs',
        got: 'true',
        expected: 'only the roots of this fleet',
      },
    ],
    'with selectors': [
      bundle('{ configMap: { selector: {}, key: ca.crt } }, { secret: { selector: {}, key: ca.crt } }'),
      { path: 'spec.sources[0].configMap.selector', fix: 'Name the configMap that has the root.' },
      { path: 'spec.sources[1].secret.selector', fix: 'Name the secret that has the root.' },
    ],
  },
});
