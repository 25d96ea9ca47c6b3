import rule from '../../../../../lib/judge/policy/rules/linkerd/annotation-is-known.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace } from '../../../model/linkerd/objects.js';

const all = [
  'config.alpha.linkerd.io/proxy-wait-before-exit-seconds: "10"',
  'config.beta.linkerd.io/proxy-enable-native-sidecar: "true"',
  'config.linkerd.io/proxy-enable-native-sidecar: "true"',
  'config.linkerd.io/init-image-version: v2.4.3',
  'config.linkerd.io/proxy-cpu-ratio-limit: "0.5"',
  'linkerd.io/inject: enabled',
  'linkerd.io/created-by: helm',
];

ruleTester(rule, {
  ignores: {
    'misplaced labels, which another rule judges': namespace('{ config.linkerd.io/admission-webhooks: disabled }'),
  },
  passes: {
    'accepts the keys of 2.19 and 2.20': deployment({ annotations: `{ ${all.join(', ')} }` }),
  },
  fails: {
    'and names what was meant': [
      deployment({ annotations: '{ config.linkerd.io/skip-inbound-port: "1" }' }),
      {
        path: 'spec.template.metadata.annotations["config.linkerd.io/skip-inbound-port"]',
        got: 'config.linkerd.io/skip-inbound-port, which neither Linkerd 2.19 nor 2.20 knows',
        expected: 'config.linkerd.io/skip-inbound-ports',
      },
    ],
    'where nothing is near': [
      namespace('{ config.linkerd.io/x: "1" }'),
      {
        path: 'metadata.annotations["config.linkerd.io/x"]',
        effect: 'Linkerd ignores config.linkerd.io/x.',
        fix: 'Correct the name. If the release that you run reads it, keep it with a waiver.',
      },
    ],
    'of the wrong stage': [
      namespace('{ config.alpha.linkerd.io/default-inbound-policy: deny }'),
      { expected: 'config.linkerd.io/default-inbound-policy' },
    ],
  },
});
