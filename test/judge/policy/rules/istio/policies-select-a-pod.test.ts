import rule from '../../../../../lib/judge/policy/rules/istio/policies-select-a-pod.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, deployment, namespace, peers, tokens } from '../../../model/istio/security-objects.js';

ruleTester(rule, {
  ignores: {
    'what has no selector': namespace() + access('', 'deny', 'apps', '') + peers(),
    'policies with a target': access('targetRefs: [{ kind: Service, name: web }]', 'web', 'apps', ''),
    'leaves a PeerAuthentication in the root namespace to its own rule': peers(
      '{ selector: { matchLabels: { app: web } } }',
      'web',
      'istio-system',
    ),
  },
  passes: {
    'accepts a selector of the root namespace for pods anywhere':
      namespace() + deployment() + access('', 'deny', 'istio-system'),
    'accepts the pods of cert-manager': `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: { selector: { matchLabels: { acme.cert-manager.io/http01-solver: "true" } } }
`,
  },
  notJudged: {
    'pods whose Namespace is not among the files': [
      deployment() + access('', 'deny', 'istio-system'),
      'Namespace apps is not among the files',
    ],
  },
  fails: {
    'for each kind whose labels nobody has': [
      namespace() +
        deployment({ name: 'canary' }) +
        access('') +
        peers('{ selector: { matchLabels: { app: web } } }', 'web') +
        tokens(),
      {
        object: 'AuthorizationPolicy apps/web',
        got: '{"app":"web"}, which no pod of namespace apps has',
        expected: 'labels of one of canary',
      },
      {
        object: 'PeerAuthentication apps/web',
        effect: 'This PeerAuthentication has no effect.',
        fix: 'Use the labels of the pods that are meant.',
      },
      { object: 'RequestAuthentication apps/web', path: 'spec.selector.matchLabels' },
    ],
    'for labels of another namespace': [
      namespace('{}', 'other') + deployment({ namespace: 'other' }) + access(''),
      { expected: 'the labels of a pod there' },
    ],
    'for a selector of the root namespace that nobody has': [
      access('', 'deny', 'istio-system'),
      { got: '{"app":"web"}, which no pod has' },
    ],
    'for a selector without labels': [
      namespace() + access('', 'web', 'apps', 'selector: { matchLabels: {} }, '),
      {
        path: 'spec.selector',
        effect: 'AuthorizationPolicy web applies to every pod of namespace apps.',
        fix: 'Name the labels, or remove the selector.',
      },
    ],
    'for a selector without labels in the root namespace': [
      access('', 'web', 'istio-system', 'selector: {}, '),
      {
        effect: 'AuthorizationPolicy web applies to every pod of the mesh.',
        fix: 'Name the labels, or remove the selector.',
      },
    ],
    'where no pod has a proxy': [
      namespace('{}') + deployment() + access(''),
      { got: 'web, where no pod gets a proxy', expected: 'pods in the mesh' },
    ],
  },
});
