import type { Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { JsonObject } from '../../../../manifest/object.js';
import { isObject, listAt, objectAt, stringAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  type ControlPlaneInstall,
  controlPlaneInstallOf,
  missing,
} from '../../../model/linkerd-control-plane/install.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
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
    'Where linkerd-config says that linkerd-cni is used, the plugin is there and knows the ports and the user of the proxy.',
  rationale:
    'Pods then have no init container: without the plugin, or with a plugin that redirects to another port, their network validator fails and they never start.',
  source: 'https://linkerd.io/2-edge/reference/cli/check/#linkerd-cni-plugin',
  appliesTo: ['apps/Deployment'],
  passes: example(4143),
  fails: example(4200),
  *check(cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install === undefined || !install.cni) return;
    const absent = EXPECTED.filter(({ kind, name }) => findAnywhere(kind, name, cluster) === undefined);
    for (const { kind, name } of absent) {
      yield* missing(
        install,
        kind.slice(kind.indexOf('/') + 1),
        [name],
        'meshed pods wait for the plugin and do not start',
      );
    }
    const config = findAnywhere('ConfigMap', CONFIG, cluster);
    if (config !== undefined) yield* disagreements(config, install);
  },
});

/** The plugin may have any namespace. */
function findAnywhere(kind: string, name: string, cluster: ClusterIndex): Resource | undefined {
  return cluster.ofKind(kind).find(({ object }) => object.metadata.name === name);
}

function* disagreements(resource: Resource, { values }: ControlPlaneInstall): Generator<Violation> {
  const path = 'data.cni_network_config';
  const plugin = pluginConfig(stringAt(resource.object, 'data', 'cni_network_config') ?? '');
  if (plugin === undefined) {
    yield {
      resource,
      path,
      got: 'no JSON with the settings of the plugin',
      expected: 'a JSON object with a field linkerd',
      fix: 'Write the settings; the plugin installs what stands here on every node.',
    };
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
    yield {
      resource,
      path,
      got: `${key}: ${JSON.stringify(got)}`,
      expected: `${JSON.stringify(expected)}, as linkerd-config has it`,
      fix: 'Give the plugin and the control plane one value.',
    };
  }
  const ignored = listAt(plugin, 'inbound-ports-to-ignore').map(String);
  const own = ['admin', 'control'].flatMap((name) => valueAt(values, 'proxy', 'ports', name) ?? []).map(String);
  const redirected = own.filter((port) => !ignored.includes(port));
  if (ignored.length === 0 || redirected.length === 0) return;
  yield {
    resource,
    path,
    got: `inbound-ports-to-ignore: ${listed(ignored)}`,
    expected: `a list with ${listed(redirected)}, which the proxy itself listens on`,
    fix: 'Add them, so that probes and metrics of the proxy are not sent through it.',
  };
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
  return isObject(value as JsonObject);
}
