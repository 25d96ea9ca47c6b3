import rule from '../../../../../lib/judge/policy/rules/linkerd/jobs-end-with-their-proxy.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);
const job = bad.slice(bad.indexOf('apiVersion: batch/v1'));

ruleTester(rule, {
  ignores: {
    'a Job outside of the mesh': bad.replace('linkerd.io/inject: enabled', 'linkerd.io/inject: disabled'),
  },
  passes: {
    'accepts a command that ends the proxy': bad.replace('[/migrate]', '[linkerd-await, --shutdown, --, /migrate]'),
    'accepts a Job that asks for a native sidecar': bad.replace(
      'linkerd.io/inject: enabled',
      'linkerd.io/inject: enabled, config.linkerd.io/proxy-enable-native-sidecar: "true"',
    ),
  },
  fails: {
    'in 2.19 by its own annotation': [
      bad.replace('edge-26.6.3', 'edge-25.10.7'),
      {
        object: 'Job apps/migrate',
        path: 'spec.template.metadata.annotations["config.beta.linkerd.io/proxy-enable-native-sidecar"]',
        got: 'a proxy among the containers',
      },
    ],
    'where the Job turns it off': [
      `---\n${job.replace('linkerd.io/inject: enabled', 'linkerd.io/inject: enabled, config.linkerd.io/proxy-enable-native-sidecar: "false"')}`,
      { path: 'spec.template.metadata.annotations["config.linkerd.io/proxy-enable-native-sidecar"]' },
    ],
  },
  notJudged: {
    'a Job without a control plane': [job, 'the files do not tell whether proxies are native sidecars'],
  },
});
