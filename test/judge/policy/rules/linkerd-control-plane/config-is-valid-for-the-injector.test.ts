import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/config-is-valid-for-the-injector.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const changed = (from: string, to: string) => {
  if (!good.includes(from)) throw new Error(`the example has no ${from}`);
  return good.replace(from, to);
};
const with219 = (text: string) => text.replace('edge-26.6.3', 'edge-25.10.7');

ruleTester(rule, {
  ignores: {
    'a ConfigMap without a control plane': configExample('proxy: 1'),
  },
  passes: {
    'accepts another ConfigMap': `${good}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: web, namespace: linkerd }`,
    'accepts linkerd-config of another namespace': `${good}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: linkerd-config, namespace: other }`,
    'accepts a version of the proxy alone': changed(
      'image: { name: cr.l5d.io/linkerd/proxy }',
      'image: { name: cr.l5d.io/linkerd/proxy, version: v2 }',
    ).replace('    linkerdVersion: edge-26.6.3\n', ''),
    'accepts a number where a text is read': changed('proxyInit: {', 'proxyInit: { ignoreInboundPorts: 4567,'),
    'accepts the lock to be absent with CNI': changed(
      'xtMountPath: { name: lock, mountPath: /run } }',
      'skipSubnets: "" }\n    cniEnabled: true',
    ),
    'accepts a wait with a native sidecar on 2.20': changed(
      'logHTTPHeaders: "off"',
      'logHTTPHeaders: "off"\n      nativeSidecar: true\n      waitBeforeExitSeconds: 5',
    ),
  },
  fails: {
    'without values': [
      controllerExample() +
        '---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: linkerd-config, namespace: linkerd }',
      { path: 'data.values', got: 'nothing' },
    ],
    'with values that are no YAML': [
      controllerExample() + configExample('proxy: ['),
      { got: 'text that is not a YAML mapping' },
    ],
    'with all that is absent in one finding': [
      changed('livenessProbe: { timeoutSeconds: 1 }', 'cores: 1').replace('clusterDomain: cluster.local', 'a: b'),
      { got: 'nothing at clusterDomain, proxy.livenessProbe' },
    ],
    'without the init image of 2.19': [with219(good), { got: 'nothing at proxyInit.image.name' }],
    'without the validator with CNI': [
      changed('networkValidator: { logFormat: plain, logLevel: debug, timeout: 10s }', 'cniEnabled: true'),
      { got: 'nothing at networkValidator.logFormat, networkValidator.logLevel, networkValidator.timeout' },
    ],
    'without a collector for traces': [
      changed(
        'logHTTPHeaders: "off"',
        'logHTTPHeaders: "off"\n      tracing: { enabled: true, collector: { endpoint: "otel:4317" } }',
      ),
      {
        got: 'nothing at proxy.tracing.collector.meshIdentity.namespace, proxy.tracing.collector.meshIdentity.serviceAccountName',
      },
    ],
    'with texts for booleans and numbers': [
      changed('inbound: 4143', 'inbound: "4143"').replace('linkerdVersion', 'cniEnabled: "false"\n    linkerdVersion'),
      { got: 'cniEnabled: "false"', expected: 'true or false' },
      { got: 'proxy.ports.inbound: "4143"', expected: 'a number' },
    ],
    'with off that is no text': [
      changed('logHTTPHeaders: "off"', 'logHTTPHeaders: off'),
      { got: 'proxy.logHTTPHeaders: false', fix: 'Write off in quotes. Without them it is a boolean.' },
    ],
    'with an unknown mode': [
      changed('iptablesMode: nft', 'iptablesMode: ebpf'),
      { got: 'proxyInit.iptablesMode: ebpf' },
    ],
    'with a port that is a name': [
      changed('proxyInit: {', 'proxyInit: { ignoreOutboundPorts: "4567,galera",'),
      { got: 'galera in proxyInit.ignoreOutboundPorts' },
    ],
    'with spaces between networks, and half an address': [
      changed('10.0.0.0/8,fd00::/8', '"10.0.0.0/8, 172.16.0.0/12,192.168/16"'),
      { got: '" 172.16.0.0/12", "192.168/16" in clusterNetworks' },
    ],
    'with a timeout that needs root': [
      changed('proxyInit: {', 'proxyInit: { closeWaitTimeoutSecs: 30,'),
      { got: 'proxyInit.closeWaitTimeoutSecs without proxyInit.runAsRoot' },
    ],
    'with a wait beside a native sidecar on 2.19': [
      with219(
        changed(
          'logHTTPHeaders: "off"',
          'logHTTPHeaders: "off"\n      nativeSidecar: true\n      waitBeforeExitSeconds: 5',
        ).replace('proxyInit: {', 'proxyInit: { image: { name: cr.l5d.io/linkerd/proxy-init },'),
      ),
      { got: 'proxy.nativeSidecar with proxy.waitBeforeExitSeconds' },
    ],
  },
  notJudged: {
    'a release before 2.19': [changed('edge-26.6.3', 'stable-2.14.10'), 'the control plane is older than Linkerd 2.19'],
  },
});
