import { parseGoDuration } from '../../../../formats/go-duration.js';
import { isObject, listAt, stringAt, valueAt } from '../../../../manifest/read.js';
import {
  type Argument,
  argumentsOf,
  type ControlPlaneInstall,
  controlPlaneInstallOf,
} from '../../../model/linkerd-control-plane/install.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { defineRule } from '../../rule.js';

/** Something that linkerd-config and the containers both say. */
interface Shared {
  /** Where linkerd-config says it. */
  readonly value: string;
  readonly args?: readonly string[];
  readonly env?: readonly string[];
}

const SHARED: readonly Shared[] = [
  { value: 'clusterDomain', args: ['cluster-domain'] },
  { value: 'identityTrustDomain', args: ['identity-trust-domain', 'identity-domain'], env: ['_l5d_trustdomain'] },
  {
    value: 'clusterNetworks',
    args: ['cluster-networks'],
    env: ['LINKERD2_PROXY_DESTINATION_PROFILE_NETWORKS', 'LINKERD2_PROXY_POLICY_CLUSTER_NETWORKS'],
  },
  { value: 'proxy.defaultInboundPolicy', args: ['default-policy'] },
  { value: 'proxy.opaquePorts', args: ['default-opaque-ports'] },
  { value: 'identity.issuer.scheme', args: ['identity-scheme'] },
  { value: 'identity.issuer.issuanceLifetime', args: ['identity-issuance-lifetime'] },
  { value: 'identity.issuer.clockSkewAllowance', args: ['identity-clock-skew-allowance'] },
  { value: 'egress.globalEgressNetworkNamespace', args: ['global-egress-network-namespace'] },
  { value: 'enableEndpointSlices', args: ['enable-endpoint-slices'] },
];
const NAMESPACE: Shared = {
  value: 'the namespace',
  args: ['controller-namespace', 'control-plane-namespace', 'linkerd-namespace'],
  env: ['_l5d_ns'],
};

export default defineRule({
  id: 'linkerd-control-plane/config-agrees-with-the-containers',
  severity: 'error',
  scope: 'cluster',
  summary: 'The containers of the control plane are told what linkerd-config says.',
  rationale:
    'The injector configures proxies from linkerd-config, the controllers serve them by their own arguments: where the two differ, proxies ask for names, identities or networks that the controllers do not know.',
  source:
    'https://github.com/linkerd/linkerd2/blob/version-2.20/charts/linkerd-control-plane/templates/destination.yaml',
  appliesTo: ['apps/Deployment'],
  passes:
    controllerExample({ args: ['-identity-trust-domain=mesh.example'] }) +
    configExample('identityTrustDomain: mesh.example'),
  fails:
    controllerExample({ args: ['-identity-trust-domain=cluster.local'] }) +
    configExample('identityTrustDomain: mesh.example'),
  *check(cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install === undefined) return;
    for (const shared of [NAMESPACE, ...SHARED]) {
      const said = saidBy(shared, install);
      const expected = shared === NAMESPACE ? install.namespace : (configured(shared, install) ?? said[0]?.value);
      if (expected === undefined) continue;
      const inConfig = shared !== NAMESPACE && configured(shared, install) !== undefined;
      for (const { resource, path, value, container } of said) {
        if (isSame(value, expected)) continue;
        yield {
          resource,
          path,
          got: value,
          expected: `${expected}, as ${inConfig ? `${shared.value} of linkerd-config has it` : shared === NAMESPACE ? 'the namespace is called' : 'the other containers have it'}`,
          fix: `Give container ${container} and linkerd-config one value, and restart the proxies if linkerd-config changes.`,
        };
      }
    }
  },
});

function configured({ value }: Shared, { values }: ControlPlaneInstall): string | undefined {
  if (values === undefined) return undefined;
  const found = valueAt(values, ...value.split('.'));
  // The trust domain is the cluster's domain where nothing else is said.
  if (value === 'identityTrustDomain' && (found === undefined || found === ''))
    return stringAt(values, 'clusterDomain');
  return found === undefined || found === null || isObject(found) ? undefined : String(found);
}

function saidBy({ args = [], env = [] }: Shared, install: ControlPlaneInstall): readonly Argument[] {
  return [...args.flatMap((name) => argumentsOf(install, name)), ...environmentOf(install, env)];
}

function environmentOf({ deployments }: ControlPlaneInstall, names: readonly string[]): readonly Argument[] {
  return [...deployments.values()].flatMap(({ resource, containers }) =>
    containers.flatMap(({ spec, path, name }) =>
      listAt(spec, 'env').flatMap((entry, index) => {
        const value = stringAt(entry, 'value');
        if (value === undefined || !names.includes(stringAt(entry, 'name') ?? '')) return [];
        return [{ path: `${path}.env[${index}].value`, value, resource, container: name }];
      }),
    ),
  );
}

function isSame(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [parseGoDuration(a), parseGoDuration(b)];
  return left !== undefined && left === right;
}
