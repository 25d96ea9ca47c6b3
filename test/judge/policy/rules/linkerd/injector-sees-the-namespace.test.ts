import rule from '../../../../../lib/judge/policy/rules/linkerd/injector-sees-the-namespace.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { namespace } from '../../../model/linkerd/objects.js';

const out = '{ config.linkerd.io/admission-webhooks: disabled }';

ruleTester(rule, {
  ignores: {
    'a namespace that asks for no proxy': namespace('{ linkerd.io/inject: disabled }', out),
  },
  passes: {
    'accepts another value of the label': namespace(
      '{ linkerd.io/inject: enabled }',
      '{ config.linkerd.io/admission-webhooks: enabled }',
    ),
  },
  fails: {
    'with the label, beside ingress': [
      namespace('{ linkerd.io/inject: ingress }', out),
      { path: 'metadata.labels["config.linkerd.io/admission-webhooks"]', got: 'disabled' },
    ],
    'for kube-system': [
      namespace('{ linkerd.io/inject: enabled }', '{}', 'kube-system'),
      {
        path: 'metadata.annotations["linkerd.io/inject"]',
        got: 'enabled on kube-system, a namespace that the injector always excludes',
      },
    ],
    'for cert-manager': [namespace('{ linkerd.io/inject: enabled }', '{}', 'cert-manager'), {}],
  },
});
