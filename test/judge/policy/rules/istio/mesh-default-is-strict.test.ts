import rule from '../../../../../lib/judge/policy/rules/istio/mesh-default-is-strict.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { meshConfig, peers } from '../../../model/istio/security-objects.js';

ruleTester(rule, {
  ignores: {
    'objects without a control plane': peers('{ mtls: { mode: STRICT } }'),
  },
  passes: {
    'accepts the root namespace of the mesh':
      meshConfig('{ rootNamespace: mesh-root }') + peers('{ mtls: { mode: STRICT } }', 'default', 'mesh-root'),
    'leaves what it says to the rule about PeerAuthentications':
      meshConfig() + peers('{ mtls: { mode: PERMISSIVE } }', 'default', 'istio-system'),
  },
  fails: {
    'where none is beside the control plane': [
      meshConfig(),
      {
        path: 'metadata.name',
        got: 'no PeerAuthentication without a selector in the root namespace istio-system',
        expected: 'one with mode STRICT',
        effect: 'Namespaces without a PeerAuthentication of their own accept plaintext beside mTLS.',
        fix: 'Add it.',
      },
    ],
    'where the one there has a selector': [
      meshConfig() + peers('{ selector: { matchLabels: { app: web } } }', 'default', 'istio-system'),
      { path: 'metadata.name' },
    ],
  },
});
