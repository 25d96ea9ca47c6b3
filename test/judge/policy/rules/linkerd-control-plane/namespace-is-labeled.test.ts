import { controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/namespace-is-labeled.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { namespace } from '../../../model/linkerd/objects.js';

ruleTester(rule, {
  ignores: {
    'other namespaces': controllerExample() + namespace(),
    'a namespace without a control plane': namespace('{}', '{}', 'linkerd'),
  },
  fails: {
    'mark by mark': [
      controllerExample() + namespace('{}', '{ linkerd.io/is-control-plane: "false" }', 'linkerd'),
      { path: 'metadata.annotations["linkerd.io/inject"]', got: 'nothing', expected: 'disabled' },
      { path: 'metadata.labels["config.linkerd.io/admission-webhooks"]', got: 'nothing' },
      { path: 'metadata.labels["linkerd.io/is-control-plane"]', got: 'false', expected: 'true' },
    ],
  },
});
