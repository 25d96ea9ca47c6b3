import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { KubeNamespace, KubeNetworkPolicy } from '../../../../imports/k8s.js';
import { publishFact } from '../../fleet/facts.js';
import { DEFAULT_REVISION_TAG } from '../../fleet/mesh.js';
import { placeInStage } from '../../fleet/stage.js';
import type { MeshConfig } from '../mesh-config.js';
import { ROOT_NAMESPACE } from '../mesh-config.js';
import { meshFact } from '../mesh-settings.js';
import type { IstioControlPlaneProps } from './control-plane-props.js';
import { CNI_NAMESPACE, controlPlaneNamespaces } from './namespaces.js';
import { networkPolicies } from './network-policies.js';
import { ISTIO_NAME, revisionName } from './releases.js';
import { type IstioSettings, istioSettings } from './settings.js';
import { cniValues, istioValues } from './values.js';

const API_VERSION = 'sailoperator.io/v1';
/** The tag by which the operator sets up the validation of objects that name no revision, which is most. */
const VALIDATING_TAG = 'default';

/**
 * Istio's control plane, as the Sail operator is told to install it: an exact release, each a revision of its own beside the former one,
 * and the tag that namespaces ask for. The operator and its custom resources are the cluster's own; nothing else is needed of it.
 *
 * An upgrade is a change of `version` in the cluster's mesh, or of `release`: the operator starts the new revision, the tag goes along,
 * and every pod that is restarted gets the new proxy. The old revision goes when no pod uses it. With `taggedRelease` the new one is tried
 * in single namespaces first.
 *
 * What signs the workloads' certificates is the Secret `cacerts` of `TrustHierarchy`; istiod does not start without it.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/docs/update-strategy/update-strategy.adoc
 */
export class IstioControlPlane extends Construct {
  /** What it was made of. */
  readonly props: IstioControlPlaneProps;
  /** What the mesh is told, as policies are held against it. */
  readonly meshConfig: MeshConfig;

  constructor(scope: Construct, id: string, props: IstioControlPlaneProps) {
    super(scope, id);
    this.props = props;
    const settings = istioSettings(props);
    const { cluster, label, meshConfig, roots } = settings;
    this.meshConfig = meshConfig;
    publishFact(this, meshFact(cluster, meshConfig, label));
    publishFact(this, {
      kind: 'identity',
      cluster: cluster.name,
      trustDomain: meshConfig.trustDomain,
      anchors: roots.map(({ fingerprint }) => fingerprint),
      by: label,
    });

    const namespaces = placeInStage(new Construct(this, 'namespaces'), '00-namespaces');
    for (const namespace of controlPlaneNamespaces(settings))
      new KubeNamespace(namespaces, `namespace-${namespace.metadata?.name}`, namespace);

    const mesh = placeInStage(new Construct(this, 'mesh'), '30-mesh');
    if (settings.mesh.cni === true) this.#cni(mesh, settings);
    this.#istio(mesh, settings);
    for (const policy of networkPolicies(settings))
      new KubeNetworkPolicy(mesh, `network-${policy.metadata?.namespace}-${policy.metadata?.name}`, policy);
  }

  #cni(scope: Construct, settings: IstioSettings): void {
    new ApiObject(scope, 'cni', {
      apiVersion: API_VERSION,
      kind: 'IstioCNI',
      // The operator takes no other name.
      metadata: { name: 'default' },
      spec: { version: `v${settings.release}`, namespace: CNI_NAMESPACE, values: cniValues(settings) },
    });
  }

  #istio(scope: Construct, settings: IstioSettings): void {
    new ApiObject(scope, 'istio', {
      apiVersion: API_VERSION,
      kind: 'Istio',
      metadata: { name: ISTIO_NAME },
      spec: {
        version: `v${settings.release}`,
        namespace: ROOT_NAMESPACE,
        updateStrategy: {
          type: 'RevisionBased',
          // Upstream waits for half a minute, in which a Job's pod may come back.
          inactiveRevisionDeletionGracePeriodSeconds: 600,
          // Pods are restarted by whoever owns them, at their own pace.
          updateWorkloads: false,
        },
        values: istioValues(settings),
      },
    });
    const { taggedRelease } = settings;
    const target =
      taggedRelease === undefined
        ? { kind: 'Istio', name: ISTIO_NAME }
        : { kind: 'IstioRevision', name: revisionName(taggedRelease) };
    for (const name of new Set([VALIDATING_TAG, settings.mesh.revisionTag ?? DEFAULT_REVISION_TAG]))
      new ApiObject(scope, `tag-${name}`, {
        apiVersion: API_VERSION,
        kind: 'IstioRevisionTag',
        metadata: { name },
        spec: { targetRef: target },
      });
  }
}
