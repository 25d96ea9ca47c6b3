import { Construct } from 'constructs';
import {
  KubeClusterRole,
  KubeClusterRoleBinding,
  KubeConfigMap,
  KubeDaemonSet,
  KubeNamespace,
  KubeNetworkPolicy,
  KubeServiceAccount,
} from '../../../../imports/k8s.js';
import type { PartialTree } from '../../../input/part.js';
import { placeInStage } from '../../fleet/stage.js';
import { overlay } from '../control-plane/overlay.js';
import type { LinkerdRelease } from '../control-plane/releases.js';
import type { LinkerdValues } from '../control-plane/values.js';
import { CNI_LABELS, CNI_NAME, CNI_NAMESPACE } from './cni-names.js';
import type { CniValues } from './cni-values.js';
import { cniDaemonSet } from './daemon-set.js';
import { defaultCniValues } from './default-cni-values.js';
import { CNI_CONFIG, cniConfig } from './network-config.js';
import { cniNetworkPolicies } from './network-policies.js';

/** The values of the chart that the user overrides. @see https://github.com/linkerd/linkerd2/blob/main/charts/linkerd2-cni/values.yaml */
export type LinkerdCniOptions = PartialTree<CniValues>;

/** What the plugin shares with the control plane: the proxies' ports and user. */
export interface LinkerdCniProps {
  readonly release: LinkerdRelease;
  readonly values: LinkerdValues;
  readonly options: LinkerdCniOptions;
}

/**
 * linkerd-cni: on each node, the plugin that redirects the traffic of meshed pods, so that no pod needs a privileged
 * init container. It writes to the node's own folders, so only its namespace is privileged.
 *
 * @see https://linkerd.io/2-edge/features/cni/
 */
export class LinkerdCni extends Construct {
  constructor(scope: Construct, id: string, { release, values, options }: LinkerdCniProps) {
    super(scope, id);
    const cni = overlay(defaultCniValues(release), options);
    const labels = { ...cni.commonLabels, ...CNI_LABELS };

    const namespace = placeInStage(new Construct(this, 'namespace'), '00-namespaces');
    new KubeNamespace(namespace, 'Resource', {
      metadata: {
        name: CNI_NAMESPACE,
        annotations: { 'linkerd.io/inject': 'disabled' },
        labels: {
          ...CNI_LABELS,
          'config.linkerd.io/admission-webhooks': 'disabled',
          'pod-security.kubernetes.io/enforce': 'privileged',
          'pod-security.kubernetes.io/audit': 'restricted',
        },
      },
    });

    const mesh = placeInStage(new Construct(this, 'mesh'), '30-mesh');
    new KubeServiceAccount(mesh, 'account', {
      metadata: { name: CNI_NAME, namespace: CNI_NAMESPACE, labels },
      ...(cni.imagePullSecrets.length > 0 && { imagePullSecrets: [...cni.imagePullSecrets] }),
    });
    new KubeClusterRole(mesh, 'role', {
      metadata: { name: CNI_NAME, labels },
      rules: [
        { apiGroups: [''], resources: ['namespaces', 'nodes', 'pods', 'services'], verbs: ['get', 'list', 'watch'] },
        ...(cni.repairController.enabled
          ? [
              { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
              { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create'] },
            ]
          : []),
      ],
    });
    new KubeClusterRoleBinding(mesh, 'binding', {
      metadata: { name: CNI_NAME, labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: CNI_NAME },
      subjects: [{ kind: 'ServiceAccount', name: CNI_NAME, namespace: CNI_NAMESPACE }],
    });
    new KubeConfigMap(mesh, 'config', {
      metadata: { name: CNI_CONFIG, namespace: CNI_NAMESPACE, labels },
      data: cniConfig(values, cni),
    });
    for (const policy of cniNetworkPolicies(values))
      new KubeNetworkPolicy(mesh, `network-${policy.metadata?.name}`, policy);
    new KubeDaemonSet(mesh, 'daemon-set', cniDaemonSet(values, cni));
  }
}
