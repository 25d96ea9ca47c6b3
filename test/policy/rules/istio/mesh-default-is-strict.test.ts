import rule from '../../../../lib/policy/rules/istio/mesh-default-is-strict.js';
import { ruleTester } from '../../../support/rule-tester.js';
import { meshConfig } from '../../istio/security-objects.js';

const good = String(rule.passes);
const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'leaves objects without a control plane alone': bad.replace('namespace: istio-system', 'namespace: apps'),
    'accepts the root namespace of the mesh':
      good.replace('istio-system', 'mesh-root') + meshConfig('{ rootNamespace: mesh-root }'),
  },
  fails: {
    'of PERMISSIVE': [bad, { path: 'spec.mtls.mode', got: 'PERMISSIVE' }],
    'of DISABLE': [
      bad.replace('PERMISSIVE', 'DISABLE'),
      { fix: 'Set it: as it stands namespaces without a PeerAuthentication of their own take plain text alone.' },
    ],
    'of UNSET': [bad.replace('PERMISSIVE', 'UNSET'), { got: 'nothing, which is PERMISSIVE for the mesh' }],
    'where none stands beside the control plane': [
      meshConfig(),
      { path: 'metadata.name', got: 'no PeerAuthentication without a selector in the root namespace istio-system' },
    ],
  },
});
