import { parseGoDuration } from '../../../../formats/go-duration.js';
import { isMapping } from '../../../../formats/mapping.js';
import { stringAt, valueAt } from '../../../../manifest/read.js';
import {
  type Argument,
  argumentsOf,
  type ControlPlaneInstall,
  everyInstall,
} from '../../../model/linkerd-control-plane/install.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { defineRule } from '../../rule.js';

/** A setting that linkerd-config and the containers both have. */
interface Shared {
  /** Its place in linkerd-config. */
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
  summary: 'The containers of the control plane are configured as linkerd-config says.',
  rationale:
    'The injector configures proxies from linkerd-config, the controllers serve them by their own arguments. If the two differ, proxies ask for names, identities or networks that the controllers do not know.',
  source:
    'https://github.com/linkerd/linkerd2/blob/version-2.20/charts/linkerd-control-plane/templates/destination.yaml',
  appliesTo: ['apps/Deployment'],
  reads: ['ConfigMap', 'Namespace'],
  passes:
    controllerExample({ args: ['-identity-trust-domain=mesh.example'] }) +
    configExample('identityTrustDomain: mesh.example'),
  fails:
    controllerExample({ args: ['-identity-trust-domain=cluster.local'] }) +
    configExample('identityTrustDomain: mesh.example'),
  about: everyInstall,
  *check(install) {
    for (const shared of [NAMESPACE, ...SHARED]) {
      const stated = statedBy(shared, install);
      const inConfig = shared === NAMESPACE ? undefined : configured(shared, install);
      const expected = shared === NAMESPACE ? install.namespace : (inConfig ?? stated[0]?.value);
      if (expected === undefined) continue;
      const source =
        shared === NAMESPACE
          ? 'the name of the namespace'
          : inConfig === undefined
            ? 'as in the other containers'
            : `as ${shared.value} of linkerd-config`;
      for (const { field, value, container } of stated) {
        if (isSame(value, expected)) continue;
        yield field.violation({
          got: value,
          expected: `${expected}, ${source}`,
          fix: `Give container ${container} and linkerd-config the same value. If linkerd-config changes, restart the proxies.`,
        });
      }
    }
  },
});

function configured({ value }: Shared, { values }: ControlPlaneInstall): string | undefined {
  const found = valueAt(values, ...value.split('.'));
  // The trust domain defaults to the domain of the cluster.
  if (value === 'identityTrustDomain' && (found === undefined || found === ''))
    return stringAt(values, 'clusterDomain');
  return found === undefined || found === null || isMapping(found) ? undefined : String(found);
}

function statedBy({ args = [], env = [] }: Shared, install: ControlPlaneInstall): readonly Argument[] {
  return [...args.flatMap((name) => argumentsOf(install, name)), ...environmentOf(install, env)];
}

function environmentOf({ deployments }: ControlPlaneInstall, names: readonly string[]): readonly Argument[] {
  return [...deployments.values()].flatMap(({ containers }) =>
    containers.flatMap(({ field, name }) =>
      field.at('env').items.flatMap((entry) => {
        const value = entry.at('value');
        if (value.text === undefined || !names.includes(entry.at('name').text ?? '')) return [];
        return [{ field: value, value: value.text, container: name }];
      }),
    ),
  );
}

function isSame(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [parseGoDuration(a), parseGoDuration(b)];
  return left !== undefined && left === right;
}
