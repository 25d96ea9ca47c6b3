import rule from '../../../../../lib/judge/policy/rules/linkerd/annotation-value-is-valid.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace } from '../../../model/linkerd/objects.js';

const good = {
  'linkerd.io/inject': 'ingress',
  'config.linkerd.io/admin-port': '65535',
  'config.linkerd.io/proxy-cpu-limit': '1.5',
  'config.linkerd.io/proxy-cpu-ratio-limit': '.99',
  'config.linkerd.io/proxy-await': 'disabled',
  'config.linkerd.io/enable-gateway': 'T',
  'config.linkerd.io/proxy-uid': '2102',
  'config.linkerd.io/proxy-log-http-headers': '',
  'config.linkerd.io/image-pull-policy': 'IfNotPresent',
  'config.linkerd.io/shutdown-grace-period': '1m30s',
  'config.linkerd.io/skip-subnets': '10.0.0.0/8, fd00::/8',
  'config.linkerd.io/proxy-additional-env': '[{"name":"A","value":"b"}]',
  'config.linkerd.io/opaque-ports': '',
};
const bad = {
  'linkerd.io/inject': 'true',
  'config.linkerd.io/admin-port': '65536',
  'config.linkerd.io/inbound-port': '0',
  'config.linkerd.io/proxy-cpu-limit': '1 core',
  'config.linkerd.io/proxy-cpu-ratio-limit': '1',
  'config.linkerd.io/proxy-await': 'true',
  'config.linkerd.io/enable-gateway': 'yes',
  'config.linkerd.io/proxy-uid': 'nobody',
  'config.linkerd.io/proxy-log-http-headers': 'on',
  'config.linkerd.io/image-pull-policy': 'always',
  'config.linkerd.io/shutdown-grace-period': '30',
  'config.linkerd.io/skip-subnets': '10.0.0.0',
  'config.linkerd.io/proxy-additional-env': '{}',
  'config.linkerd.io/opaque-ports': '4222,client',
};
const annotated = (entry: readonly [string, string]) =>
  deployment({ annotations: JSON.stringify(Object.fromEntries([entry])) });

ruleTester(rule, {
  ignores: {
    'the default policy, which another rule judges': annotated(['config.linkerd.io/default-inbound-policy', 'x']),
  },
  passes: Object.fromEntries(Object.entries(good).map((entry) => [`accepts ${entry.join(': ')}`, annotated(entry)])),
  fails: {
    ...Object.fromEntries(
      Object.entries(bad).map((entry) => [
        `with ${entry.join(': ')}`,
        [annotated(entry), { path: `spec.template.metadata.annotations["${entry[0]}"]`, got: entry[1] }] as const,
      ]),
    ),
    'on a namespace': [
      namespace('{ config.linkerd.io/proxy-cpu-limit: "" }'),
      { object: 'Namespace apps', got: 'an empty text', expected: 'a quantity such as 100m or 64Mi' },
    ],
  },
});
