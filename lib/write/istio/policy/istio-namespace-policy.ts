import { Construct } from 'constructs';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, options } from '../../../input/shape.js';
import { label } from '../../../input/values.js';
import { CLUSTER, type Cluster } from '../../fleet/cluster.js';
import { placeInStage } from '../../fleet/stage.js';
import { ROOT_NAMESPACE } from '../mesh-config.js';
import { relyOnSetting } from '../mesh-settings.js';
import { ALLOW_NOTHING, STRICT } from './defaults.js';
import { IstioResource } from './resource.js';

/** Policies for one namespace of the mesh. @see https://istio.io/latest/docs/ops/best-practices/security/ */
export interface IstioNamespacePolicyProps {
  /** The cluster of the namespace. */
  readonly cluster: Cluster;
  /** Name of the namespace, which contains workloads or gateways. */
  readonly namespace: string;
}

const PROPS = options<IstioNamespacePolicyProps>({ cluster: CLUSTER, namespace: label });

/**
 * Defaults for the pods of a namespace, whatever the defaults of the mesh are: mTLS is strict, all calls are denied, and proxies know only their
 * own namespace and the root namespace.
 *
 * @see https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns
 */
export class IstioNamespacePolicy extends Construct {
  constructor(scope: Construct, id: string, props: IstioNamespacePolicyProps) {
    super(scope, id);
    throwIfAny(checkProps(`IstioNamespacePolicy '${this.node.path}'`, props, PROPS));
    const { cluster, namespace } = props;
    throwIfAny([
      ...cluster.problems,
      ...(namespace === ROOT_NAMESPACE
        ? [
            {
              where: `IstioNamespacePolicy '${cluster.name}/${namespace}'`,
              path: 'namespace',
              got: `'${namespace}', whose policies apply to the whole mesh`,
              expected: 'a namespace of workloads or gateways',
              fix: 'Use IstioMeshPolicy for it.',
            },
          ]
        : []),
    ]);
    placeInStage(this, '40-policy');
    relyOnSetting(this, cluster, `IstioNamespacePolicy '${cluster.name}/${namespace}'`, 'automaticMtls');
    new IstioResource(this, 'mtls', 'PeerAuthentication', { name: 'default', namespace }, STRICT);
    new IstioResource(this, 'access', 'AuthorizationPolicy', { name: 'allow-nothing', namespace }, ALLOW_NOTHING);
    new IstioResource(
      this,
      'scope',
      'Sidecar',
      { name: 'default', namespace },
      {
        egress: [{ hosts: ['./*', `${ROOT_NAMESPACE}/*`] }],
        outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      },
    );
  }
}
