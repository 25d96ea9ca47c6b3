import { listAt, stringAt, stringListAt, stringsAt } from '../read.js';
import { perCluster } from './per-cluster.js';

/** What the control plane among a cluster's objects says of itself. */
export interface ControlPlane {
  /** Namespace of the control plane; `linkerd` where the objects do not tell. */
  readonly namespace: string;
  /** Trust domain of the identities it issues; undefined where the objects do not tell. */
  readonly trustDomain: string | undefined;
  /** What holds for pods that name no default inbound policy; undefined where the objects do not tell. */
  readonly defaultInboundPolicy: string | undefined;
  /** How long the certificates of proxies live, as Go writes it; Linkerd's default where the objects do not tell. */
  readonly issuanceLifetime: string;
}

/** Label that names the component of the control plane that an object belongs to. */
export const COMPONENT_LABEL = 'linkerd.io/control-plane-component';

/**
 * The control plane of a cluster, from the arguments of its containers.
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
  return {
    namespace:
      marked?.object.metadata.name ??
      deployments.map(({ object }) => stringAt(object, 'metadata', 'namespace')).find((name) => name !== undefined) ??
      'linkerd',
    trustDomain: argument(args, 'identity-trust-domain') ?? argument(args, 'identity-domain'),
    defaultInboundPolicy: argument(args, 'default-policy'),
    issuanceLifetime: argument(args, 'identity-issuance-lifetime') ?? '24h0m0s',
  };
});

function argument(args: readonly string[], name: string): string | undefined {
  const found = args.find((arg) => arg.replace(/^--?/, '').startsWith(`${name}=`));
  return found?.slice(found.indexOf('=') + 1);
}
