import rule from '../../../../../lib/judge/policy/rules/istio/workloads-have-an-mtls-mode.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace, peers, service } from '../../../model/istio/security-objects.js';

const web = 'selector: { matchLabels: { app: web } }';

ruleTester(rule, {
  ignores: {
    'pods outside the mesh': namespace('{}') + deployment(),
    gateways: namespace() + deployment({ annotations: '{ inject.istio.io/templates: gateway }' }),
  },
  passes: {
    'accepts the mode of the mesh':
      namespace() + deployment() + peers('{ mtls: { mode: STRICT } }', 'default', 'istio-system'),
    'leaves a mode that a PeerAuthentication says to the rule about these':
      namespace() + deployment() + peers('{ mtls: { mode: PERMISSIVE } }'),
    'accepts a port that is STRICT in a workload that is not':
      namespace() + deployment() + peers(`{ ${web}, portLevelMtls: { 8080: { mode: STRICT } } }`),
    'accepts a mode for pods that declare no port': `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [] }] }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: apps }
spec: { mtls: { mode: STRICT } }
`,
  },
  fails: {
    'without any PeerAuthentication, and says who gets in': [
      namespace() + deployment(),
      {
        object: 'Deployment apps/web',
        path: 'spec.template.metadata',
        got: 'connections to web:8080 may be plaintext, because no PeerAuthentication sets a mode, and the default is PERMISSIVE',
        effect: 'Every caller that reaches the pod is served without an identity.',
        fix: 'Add a PeerAuthentication without a selector and with mode STRICT to namespace apps or to the root namespace.',
      },
    ],
    'for a workload that a selector misses': [
      namespace() + deployment() + deployment({ name: 'canary' }) + peers(`{ ${web}, mtls: { mode: STRICT } }`),
      { object: 'Deployment apps/canary' },
    ],
    'where UNSET has nothing to inherit': [
      namespace() + deployment() + peers('{ mtls: { mode: UNSET } }'),
      { expected: 'mTLS mode STRICT at every port' },
    ],
    'for a port that only a Service tells of': [
      namespace() + deployment({ container: 'image: a' }) + service(),
      {
        got: 'connections to web:8080 may be plaintext, because no PeerAuthentication sets a mode, and the default is PERMISSIVE',
      },
    ],
    'for the port of two of which nothing says a mode': [
      namespace() +
        deployment({ container: 'ports: [{ containerPort: 8080 }, { containerPort: 9090 }]' }) +
        peers(`{ ${web}, portLevelMtls: { 8080: { mode: STRICT } } }`),
      {
        got: 'connections to web:9090 may be plaintext, because no PeerAuthentication sets a mode, and the default is PERMISSIVE',
      },
    ],
    'for pods that declare no port': [
      namespace() + deployment({ container: 'image: a' }),
      {
        got: 'connections to web, whose ports are not declared, may be plaintext, because no PeerAuthentication sets a mode, and the default is PERMISSIVE',
      },
    ],
    'for pods of ambient': [
      namespace('{ istio.io/dataplane-mode: ambient }') + deployment(),
      {
        effect: 'Every caller that reaches the pod is served without an identity, past ztunnel.',
        fix: 'Add a PeerAuthentication without a selector and with mode STRICT to namespace apps or to the root namespace.',
      },
    ],
  },
});
