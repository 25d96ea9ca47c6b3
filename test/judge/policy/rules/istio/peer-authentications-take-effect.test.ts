import rule from '../../../../../lib/judge/policy/rules/istio/peer-authentications-take-effect.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, meshConfig, peers, service } from '../../../model/istio/security-objects.js';

const web = 'selector: { matchLabels: { app: web } }';
const strict = 'mtls: { mode: STRICT }';

ruleTester(rule, {
  passes: {
    'accepts one of each scope':
      deployment() +
      peers() +
      peers(`{ ${web}, ${strict} }`, 'web') +
      peers(`{ ${strict} }`, 'default', 'istio-system'),
  },
  fails: {
    'for the second of a namespace': [
      peers(`{ ${strict} }`, 'b') + peers('{ mtls: { mode: PERMISSIVE } }', 'a'),
      {
        object: 'PeerAuthentication apps/b',
        got: 'PeerAuthentication apps/b beside PeerAuthentication apps/a, both without a selector',
      },
    ],
    'for the second that selects a workload': [
      deployment() + peers(`{ ${web}, ${strict} }`, 'b') + peers(`{ ${web}, ${strict} }`, 'a'),
      {
        object: 'PeerAuthentication apps/b',
        path: 'spec.selector',
        got: 'web, which PeerAuthentication apps/a selects too',
      },
    ],
    'for a selector in the root namespace': [
      peers(`{ ${web}, ${strict} }`, 'web', 'istio-system'),
      {
        got: '{"app":"web"} in the root namespace istio-system',
        effect: 'Istio ignores it in every namespace.',
        fix: 'Move it to the namespace of the workload, or remove the selector to apply it to the mesh.',
      },
    ],
    'for ports without a selector': [
      peers(`{ ${strict}, portLevelMtls: { 8080: { mode: STRICT } } }`),
      { path: 'spec.portLevelMtls', got: 'ports 8080 without a selector' },
    ],
    'for the port of a Service': [
      deployment() + service() + peers(`{ ${web}, ${strict}, portLevelMtls: { 80: { mode: STRICT } } }`),
      {
        path: 'spec.portLevelMtls["80"]',
        got: '80, which is not a port of web',
        expected: 'a port of the container: 8080',
      },
    ],
  },
  notJudged: {
    'a selector of no pod, in a namespace that is not the root': [
      meshConfig('{ rootNamespace: policies }') + peers(`{ ${web}, ${strict} }`, 'web', 'istio-system'),
      'no pod that it selects is among the files',
    ],
    'ports of pods that declare none': [
      deployment({ container: 'image: a' }) + peers(`{ ${web}, portLevelMtls: { 80: ${'{ mode: STRICT }'} } }`),
      'web declares no port',
    ],
  },
});
