import { type Found, listAt, stringAt, stringListAt, stringsAt } from '../../../manifest/read.js';
import { perCluster } from '../per-cluster.js';
import { valuesOf } from './config.js';

/** What the objects of a cluster tell about its control plane. */
export interface ControlPlane {
  /** Namespace of the control plane; `linkerd` where the objects do not tell. */
  readonly namespace: string;
  /** Trust domain of the identities it issues; undefined if the objects do not tell. */
  readonly trustDomain: string | undefined;
  /** The default for pods that set no default inbound policy; undefined if the objects do not tell. */
  readonly defaultInboundPolicy: string | undefined;
  /** Lifetime of the proxies' certificates, as a Go duration; Linkerd's default where the objects do not tell. */
  readonly issuanceLifetime: string;
}

/** Label that names the component of the control plane that an object belongs to. */
export const COMPONENT_LABEL = 'linkerd.io/control-plane-component';

/** Label that names the control plane that an object belongs to; `linkerd check` finds nothing without it. */
export const CONTROL_PLANE_NS_LABEL = 'linkerd.io/control-plane-ns';

/** The values that the control plane was installed with, from ConfigMap `linkerd-config`; undefined if that is not among the objects. */
export const installedValues = perCluster((cluster): Found => {
  const config = cluster.ofKind('ConfigMap').find(({ object }) => object.metadata.name === 'linkerd-config');
  return valuesOf(config);
});

/**
 * The control plane of a cluster, from the arguments of its containers and from its configuration.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/charts/linkerd-control-plane/templates/destination.yaml
 */
export const controlPlaneOf = perCluster((cluster): ControlPlane => {
  const deployments = cluster
    .ofKind('apps/Deployment')
    .filter(({ object }) => stringsAt(object, 'metadata', 'labels')[COMPONENT_LABEL] !== undefined);
  const marked = cluster
    .ofKind('Namespace')
    .find(({ object }) => stringsAt(object, 'metadata', 'labels')['linkerd.io/is-control-plane'] === 'true');
  const args = deployments.flatMap(({ object }) =>
    listAt(object, 'spec', 'template', 'spec', 'containers').flatMap((container) => stringListAt(container, 'args')),
  );
  const values = installedValues(cluster);
  return {
    namespace:
      marked?.object.metadata.name ??
      deployments.map(({ object }) => stringAt(object, 'metadata', 'namespace')).find((name) => name !== undefined) ??
      'linkerd',
    trustDomain:
      argument(args, 'identity-trust-domain') ??
      argument(args, 'identity-domain') ??
      textAt(values, 'identityTrustDomain') ??
      textAt(values, 'clusterDomain'),
    defaultInboundPolicy: argument(args, 'default-policy') ?? textAt(values, 'proxy', 'defaultInboundPolicy'),
    issuanceLifetime: argument(args, 'identity-issuance-lifetime') ?? '24h0m0s',
  };
});

function argument(args: readonly string[], name: string): string | undefined {
  const found = args.find((arg) => arg.replace(/^--?/, '').startsWith(`${name}=`));
  return found?.slice(found.indexOf('=') + 1);
}

function textAt(values: Found, ...steps: readonly string[]): string | undefined {
  return stringAt(values, ...steps) || undefined;
}
