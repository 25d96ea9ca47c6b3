import { controllerExample } from '../../../../lib/policy/linkerd/control-plane-example.js';
import rule from '../../../../lib/policy/rules/linkerd/routes-are-defined.js';
import { ruleTester } from '../../../support/rule-tester.js';

const bad = String(rule.fails);
const route = bad.slice(bad.lastIndexOf('---'));

ruleTester(rule, {
  passes: {
    'judges nothing without resource definitions': controllerExample() + route,
    'judges nothing without a control plane': bad.replace('linkerd.io/control-plane-component: identity', 'app: web'),
  },
  fails: {
    'without the definition': [
      bad,
      {
        path: 'apiVersion',
        got: 'gateway.networking.k8s.io/v1, without CustomResourceDefinition httproutes.gateway.networking.k8s.io',
      },
    ],
    'in a version that is not served': [
      String(rule.passes).replace('name: v1, served', 'name: v1beta1, served'),
      { got: 'gateway.networking.k8s.io/v1, of which v1beta1 are served' },
    ],
  },
});
