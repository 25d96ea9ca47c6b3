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
/** The tag for which the operator sets up the validation of objects without a revision. */
const VALIDATING_TAG = 'default';

/**
 * Istio's control plane, installed by the Sail operator: an exact release as a revision beside the previous one, and the tag that namespaces
 * refer to. The operator and its custom resource definitions must exist in the cluster.
 *
 * To upgrade, change `version` in the mesh of the cluster, or `release`: the operator starts the new revision, the tag moves to it, and every
 * restarted pod gets the new proxy. The old revision is removed when no pod uses it. With `taggedRelease` the new one is first tried in
 * single namespaces.
 *
 * The certificates of workloads are signed with the Secret `cacerts` of `TrustHierarchy`; istiod does not start without it.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/docs/update-strategy/update-strategy.adoc
 */
export class IstioControlPlane extends Construct {
  /** The props of the construct. */
  readonly props: IstioControlPlaneProps;
  /** The configuration of the mesh, which policies are checked against. */
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
      // The operator accepts no other name.
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
          // By default the operator waits half a minute, in which a pod of a Job may return.
          inactiveRevisionDeletionGracePeriodSeconds: 600,
          // The owners of pods decide when to restart them.
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
