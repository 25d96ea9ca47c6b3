import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/cni-plugin-is-complete.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const settings = (text: string) => good.replace('"incoming-proxy-port": 4143', text);
const config = (values: string) => good.replace('proxy: { ports: { inbound: 4143 } }', values);
const validator = controllerExample({ pod: 'initContainers: [{ name: linkerd-network-validator }]' });

ruleTester(rule, {
  ignores: {
    'an absent plugin that nobody uses': controllerExample() + configExample('cniEnabled: false'),
  },
  passes: {
    'accepts ports that the plugin leaves to others': settings('"inbound-ports-to-ignore": ["4190", "4191"]').replace(
      'inbound: 4143',
      'admin: 4191, control: 4190',
    ),
  },
  fails: {
    'without the plugin, told by the validator': [
      validator,
      { object: 'Deployment linkerd/linkerd-identity', got: 'no ClusterRole linkerd-cni' },
      { got: 'no ClusterRoleBinding linkerd-cni' },
      { got: 'no ConfigMap linkerd-cni-config' },
      { got: 'no DaemonSet linkerd-cni' },
      { got: 'no ServiceAccount linkerd-cni' },
    ],
    'with settings that are no JSON': [
      good.replace('{ "type"', '"type"'),
      { got: 'no JSON with the settings of the plugin' },
    ],
    'with another user': [
      settings('"proxy-uid": 2103').replace('proxy: { ports', 'proxy: { uid: 2102, ports'),
      {
        object: 'ConfigMap linkerd-cni/linkerd-cni-config',
        path: 'data.cni_network_config',
        got: 'proxy-uid: 2103',
        expected: '2102, as in linkerd-config',
      },
    ],
    'with IPv6 on one side': [
      settings('"ipv6": false').replace('proxy: { ports', 'disableIPv6: false\n    proxy: { ports'),
      { got: 'ipv6: false', expected: 'true, as in linkerd-config' },
    ],
    'with a port of the proxy that is redirected': [
      config('proxy: { ports: { admin: 4191, control: 4290 } }').replace(
        '"incoming-proxy-port": 4143',
        '"inbound-ports-to-ignore": ["4190", "4191"]',
      ),
      { got: 'inbound-ports-to-ignore: 4190, 4191', expected: 'a list with 4290, which the proxy itself listens on' },
    ],
  },
  notJudged: {
    'a control plane without its configuration': [controllerExample(), 'linkerd-config is not among the files'],
  },
});
