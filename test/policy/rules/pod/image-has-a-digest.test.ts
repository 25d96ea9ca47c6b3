import rule from '../../../../lib/policy/rules/pod/image-has-a-digest.js';
import { pod } from '../../../support/manifests.js';
import { ruleTester } from '../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'leaves a gateway alone whose image the injector fills in': pod(
      '{ containers: [{ name: istio-proxy, image: auto }] }',
    ),
  },
  fails: {
    'for the image auto in any other container': [
      pod('{ containers: [{ name: main, image: auto }] }'),
      { path: 'spec.containers[0].image', got: 'auto' },
    ],
    'for the second of two, and for init containers': [
      pod(
        '{ containers: [{ name: a, image: "web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }, { name: b, image: "web:1" }], initContainers: [{ name: c }] }',
      ),
      { path: 'spec.containers[1].image', got: 'web:1' },
      { path: 'spec.initContainers[0].image', got: 'nothing' },
    ],
  },
});
