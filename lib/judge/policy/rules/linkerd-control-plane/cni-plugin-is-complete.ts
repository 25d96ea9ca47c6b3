import { isMapping } from '../../../../formats/mapping.js';
import { Field, type Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { JsonObject } from '../../../../manifest/object.js';
import { listAt, objectAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type ControlPlaneInstall, everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { missingObjects, unknownValues } from '../../linkerd/control-plane-objects.js';
import { defineRule } from '../../rule.js';

const RBAC = 'rbac.authorization.k8s.io';
const CONFIG = 'linkerd-cni-config';

const EXPECTED: readonly { readonly kind: string; readonly name: string }[] = [
  { kind: 'ConfigMap', name: CONFIG },
  { kind: 'ServiceAccount', name: 'linkerd-cni' },
  { kind: `${RBAC}/ClusterRole`, name: 'linkerd-cni' },
  { kind: `${RBAC}/ClusterRoleBinding`, name: 'linkerd-cni' },
  { kind: 'apps/DaemonSet', name: 'linkerd-cni' },
];

const named = (apiVersion: string, kind: string, namespaced: boolean, more = '') => `---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: linkerd-cni${namespaced ? ', namespace: linkerd-cni' : ''} }
${more}`;
const example = (port: number) =>
  [
    controllerExample(),
    configExample('cniEnabled: true', 'proxy: { ports: { inbound: 4143 } }'),
    named('v1', 'ServiceAccount', true),
    named(`${RBAC}/v1`, 'ClusterRole', false),
    named(`${RBAC}/v1`, 'ClusterRoleBinding', false),
    named('apps/v1', 'DaemonSet', true),
    `---
apiVersion: v1
kind: ConfigMap
metadata: { name: ${CONFIG}, namespace: linkerd-cni }
data:
  cni_network_config: |
    { "type": "linkerd-cni", "linkerd": { "incoming-proxy-port": ${port} } }
`,
  ].join('');

export default defineRule({
  id: 'linkerd-control-plane/cni-plugin-is-complete',
  severity: 'error',
  scope: 'cluster',
  summary:
    'If linkerd-config says that linkerd-cni is used, the plugin is installed and knows the ports and the user of the proxy.',
  rationale:
    'Pods then have no init container. Without the plugin, or with a plugin that redirects to another port, their network validator fails and they never start.',
  source: 'https://linkerd.io/2-edge/reference/cli/check/#linkerd-cni-plugin',
  appliesTo: ['apps/Deployment'],
  reads: [
    'ConfigMap',
    'Namespace',
    'ServiceAccount',
    'apps/DaemonSet',
    'rbac.authorization.k8s.io/ClusterRole',
    'rbac.authorization.k8s.io/ClusterRoleBinding',
  ],
  passes: example(4143),
  fails: example(4200),
  *about(cluster) {
    for (const install of everyInstall(cluster)) {
      if (install.cni) yield install;
      else yield* unknownValues(install);
    }
  },
  *check(install, cluster) {
    for (const { kind, name } of EXPECTED) {
      if (findAnywhere(kind, name, cluster) !== undefined) continue;
      yield* missingObjects(install, kind, [name], 'Meshed pods wait for the plugin and do not start.');
    }
    const config = findAnywhere('ConfigMap', CONFIG, cluster);
    if (config !== undefined) yield* disagreements(config, install);
  },
});

/** The plugin may be in any namespace. */
function findAnywhere(kind: string, name: string, cluster: ClusterIndex): Resource | undefined {
  return cluster.ofKind(kind).find(({ object }) => object.metadata.name === name);
}

function* disagreements(resource: Resource, { values }: ControlPlaneInstall): Generator<Violation> {
  const field = Field.of(resource).at('data', 'cni_network_config');
  const plugin = pluginConfig(field.text ?? '');
  if (plugin === undefined) {
    yield field.violation({
      got: 'no JSON with the settings of the plugin',
      expected: 'a JSON object with a field linkerd',
      effect: 'The plugin installs this text on every node.',
      fix: 'Write the settings.',
    });
    return;
  }
  const disableIPv6 = valueAt(values, 'disableIPv6');
  const shared = {
    'incoming-proxy-port': valueAt(values, 'proxy', 'ports', 'inbound'),
    'outgoing-proxy-port': valueAt(values, 'proxy', 'ports', 'outbound'),
    'proxy-uid': valueAt(values, 'proxy', 'uid'),
    ipv6: typeof disableIPv6 === 'boolean' ? !disableIPv6 : undefined,
  };
  for (const [key, expected] of Object.entries(shared)) {
    const got = valueAt(plugin, key);
    if (got === undefined || expected === undefined || expected === null || got === expected) continue;
    yield field.violation({
      got: `${key}: ${JSON.stringify(got)}`,
      expected: `${JSON.stringify(expected)}, as in linkerd-config`,
      fix: 'Give the plugin and the control plane the same value.',
    });
  }
  const ignored = listAt(plugin, 'inbound-ports-to-ignore').map(String);
  const own = ['admin', 'control'].flatMap((name) => valueAt(values, 'proxy', 'ports', name) ?? []).map(String);
  const redirected = own.filter((port) => !ignored.includes(port));
  if (ignored.length === 0 || redirected.length === 0) return;
  yield field.violation({
    got: `inbound-ports-to-ignore: ${listed(ignored)}`,
    expected: `a list with ${listed(redirected)}, which the proxy itself listens on`,
    effect: "The proxy's probes and metrics are redirected to the proxy itself.",
    fix: 'Add them.',
  });
}

function pluginConfig(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return objectAt(isJson(parsed) ? parsed : undefined, 'linkerd');
  } catch {
    return undefined;
  }
}

function isJson(value: unknown): value is JsonObject {
  return isMapping(value as JsonObject);
}
