import { Field } from '../../../../manifest/field.js';
import { shown } from '../../../../manifest/shown.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { OUTDATED } from '../../linkerd/control-plane-objects.js';
import { valueFaults } from '../../linkerd/injector-values.js';
import { notJudged } from '../../outcome.js';
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
  id: 'linkerd-control-plane/config-is-valid-for-the-injector',
  severity: 'error',
  scope: 'object',
  summary: 'ConfigMap linkerd-config contains everything that the injector needs, in the form that it reads.',
  rationale:
    'The injector reads linkerd-config on every request, and fails if it cannot. Pods then start without a proxy if the webhook ignores failures, and otherwise not at all.',
  source: 'https://github.com/linkerd/linkerd2/blob/version-2.20/pkg/charts/linkerd2/values.go',
  appliesTo: ['ConfigMap'],
  reads: ['Namespace', 'apps/Deployment'],
  passes: controllerExample() + configExample(...VALUES),
  fails: controllerExample() + configExample(...VALUES.filter((line) => !line.includes('ports:'))),
  about: (resource, cluster) =>
    everyInstall(cluster)
      .filter(({ config }) => config === resource)
      .map((install) => ({ install, field: Field.of(resource).at('data', 'values') })),
  *check({ install, field }) {
    if (install.outdated) {
      yield notJudged(OUTDATED);
    } else if (install.values === undefined) {
      yield field.violation({
        got: field.value === undefined ? shown(field.value) : 'text that is not a YAML mapping',
        expected: 'the values of the control plane as one YAML mapping',
        effect: 'No pod is injected without them.',
        fix: 'Write the values.',
      });
    } else {
      for (const fault of valueFaults(install.values, install)) yield field.violation(fault);
    }
  },
});
