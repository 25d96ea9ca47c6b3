import { shown, valueAt } from '../../../../manifest/read.js';
import { CONFIG_NAME } from '../../../model/linkerd-control-plane/config.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { valueFaults } from '../../../model/linkerd-control-plane/values.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { defineRule } from '../../rule.js';

const VALUES = [
  'clusterDomain: cluster.local',
  'clusterNetworks: 10.0.0.0/8,fd00::/8',
  'linkerdVersion: edge-26.6.3',
  'identity: { issuer: { scheme: kubernetes.io/tls }, serviceAccountTokenProjection: true }',
  'debugContainer: { image: { name: cr.l5d.io/linkerd/debug } }',
  'networkValidator: { logFormat: plain, logLevel: debug, timeout: 10s }',
  'proxy:',
  '  image: { name: cr.l5d.io/linkerd/proxy }',
  '  ports: { admin: 4191, control: 4190, inbound: 4143, outbound: 4140 }',
  '  livenessProbe: { timeoutSeconds: 1 }',
  '  readinessProbe: { timeoutSeconds: 1 }',
  '  startupProbe: { failureThreshold: 120 }',
  '  metrics: { hostnameLabels: false }',
  '  resources: { cpu: { limit: "" } }',
  '  logHTTPHeaders: "off"',
  'proxyInit: { iptablesMode: nft, xtMountPath: { name: lock, mountPath: /run } }',
];

export default defineRule({
  id: 'linkerd-control-plane/config-serves-the-injector',
  severity: 'error',
  scope: 'object',
  summary: 'ConfigMap linkerd-config holds all that the injector needs, in the form that it reads.',
  rationale:
    'The injector reads linkerd-config on every request. What it cannot read makes it fail, and a pod whose injection fails starts without a proxy where the webhook may be passed over, or not at all.',
  source: 'https://github.com/linkerd/linkerd2/blob/version-2.20/pkg/charts/linkerd2/values.go',
  appliesTo: ['ConfigMap'],
  passes: controllerExample() + configExample(...VALUES),
  fails: controllerExample() + configExample(...VALUES.filter((line) => !line.includes('ports:'))),
  *check(resource, cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install === undefined || install.outdated || resource.object.metadata.name !== CONFIG_NAME) return;
    if (namespaceOf(resource) !== install.namespace) return;
    const path = 'data.values';
    const { values } = install;
    if (values === undefined) {
      const text = valueAt(resource.object, 'data', 'values');
      yield {
        path,
        got: text === undefined ? shown(text) : 'text that is no YAML mapping',
        expected: 'the values of the control plane as one YAML mapping',
        fix: 'Write the values; without them no pod is injected.',
      };
      return;
    }
    for (const { got, expected, fix } of valueFaults(values, install)) yield { path, got, expected, fix };
  },
});
