import { parseCidr } from '../../../formats/cidr.js';
import type { Field } from '../../../manifest/field.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import { POD_KINDS } from '../../model/pods/pod.js';
import type { Change } from '../change.js';

const KEP = 'https://github.com/kubernetes/enhancements/issues';

/** What releases of Kubernetes change for objects that their schemas accept. */
export const KUBERNETES_CHANGES: readonly Change[] = [
  {
    id: 'kubernetes/app-armor-annotations-are-deprecated',
    project: 'kubernetes',
    since: '1.30',
    weight: 'deprecated',
    kinds: POD_KINDS,
    concerns: (object, cluster) => annotationsOfPods(object, cluster, (key) => key.startsWith(APP_ARMOR)),
    what: 'AppArmor profiles are fields, and the annotations are deprecated.',
    action: 'Set securityContext.appArmorProfile of the pod or the container, and remove the annotation.',
    source: `${KEP}/24`,
  },
  {
    id: 'kubernetes/ceph-volumes-are-gone',
    project: 'kubernetes',
    since: '1.31',
    weight: 'behavior',
    kinds: [...POD_KINDS, 'PersistentVolume'],
    concerns: (object, cluster) => [
      ...volumesOf(object, cluster).flatMap((volume) => set(volume, 'cephfs', 'rbd')),
      ...(object.at('kind').text === 'PersistentVolume' ? set(object.at('spec'), 'cephfs', 'rbd') : []),
    ],
    what: 'The kubelet does not mount cephfs and rbd volumes.',
    effect: 'Pods with such a volume stay in ContainerCreating.',
    action: 'Move the volume to the Ceph CSI driver before the upgrade.',
    source: 'https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/api/pod/warnings.go',
  },
  {
    id: 'kubernetes/mountable-secrets-are-deprecated',
    project: 'kubernetes',
    since: '1.32',
    weight: 'deprecated',
    kinds: ['ServiceAccount'],
    concerns: (object) => set(object.at('metadata', 'annotations'), 'kubernetes.io/enforce-mountable-secrets'),
    what: 'The annotation kubernetes.io/enforce-mountable-secrets is deprecated.',
    action: 'Put Secrets that a ServiceAccount must not reach into another namespace, and remove the annotation.',
    source: 'https://kubernetes.io/docs/concepts/security/service-accounts/#enforce-mountable-secrets',
  },
  {
    id: 'kubernetes/endpoints-are-deprecated',
    project: 'kubernetes',
    since: '1.33',
    weight: 'deprecated',
    kinds: ['Endpoints'],
    concerns: (object) => [object],
    what: 'Endpoints are deprecated, and the API server warns about them.',
    action: 'Write an EndpointSlice with the label kubernetes.io/service-name instead.',
    source: 'https://kubernetes.io/blog/2025/04/24/endpoints-deprecation/',
  },
  {
    id: 'kubernetes/git-volumes-are-off',
    project: 'kubernetes',
    since: '1.33',
    weight: 'behavior',
    kinds: POD_KINDS,
    concerns: gitVolumes,
    what: 'The kubelet refuses gitRepo volumes, unless its feature gate GitRepoVolumeDriver is on; from 1.36 the gate is gone.',
    effect: 'The API server accepts the pod, and it does not start.',
    action: 'Clone the repository in an init container into an emptyDir volume.',
    source: `${KEP}/5040`,
  },
  {
    id: 'kubernetes/prefer-close-is-deprecated',
    project: 'kubernetes',
    since: '1.35',
    weight: 'deprecated',
    kinds: ['Service'],
    concerns: (object) => [object.at('spec', 'trafficDistribution')].filter(({ text }) => text === 'PreferClose'),
    what: 'trafficDistribution PreferClose is deprecated, and the API server warns about it.',
    action: 'Write PreferSameZone, which means the same, once every cluster runs 1.34 or later.',
    source: `${KEP}/3015`,
  },
  {
    id: 'kubernetes/git-volumes-are-gone',
    project: 'kubernetes',
    since: '1.36',
    weight: 'behavior',
    kinds: POD_KINDS,
    concerns: gitVolumes,
    what: 'The kubelet refuses gitRepo volumes, and no feature gate brings them back.',
    effect: 'The API server accepts the pod, and it does not start.',
    action: 'Clone the repository in an init container into an emptyDir volume.',
    source: `${KEP}/5040`,
  },
  {
    id: 'kubernetes/external-ips-are-deprecated',
    project: 'kubernetes',
    since: '1.36',
    weight: 'deprecated',
    kinds: ['Service'],
    concerns: (object) => [object.at('spec', 'externalIPs')].filter(({ isEmpty }) => !isEmpty),
    what: 'Service externalIPs are deprecated: kube-proxy may ignore them from 1.40, and 1.43 removes them at the earliest.',
    action: 'Use a load balancer or a Gateway to reach the Service from outside.',
    source: `${KEP}/5707`,
  },
  {
    id: 'kubernetes/addresses-are-strict',
    project: 'kubernetes',
    since: '1.36',
    weight: 'refused',
    kinds: ['Service', 'networking.k8s.io/NetworkPolicy'],
    concerns: (object) => ADDRESSES.flatMap((path) => object.all(path)).filter(({ text }) => isAmbiguous(text ?? '')),
    what: 'The API server refuses ambiguous addresses: leading zeros, IPv4 within IPv6, and CIDRs with bits after their prefix.',
    effect: 'An object that the cluster has already keeps the value; a new one, or a change of the field, is refused.',
    action: 'Write the address in its usual form, such as 10.0.0.0/24 instead of 10.0.0.5/24.',
    source: `${KEP}/4858`,
  },
];

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

const ADDRESSES = [
  'spec.clusterIP',
  'spec.clusterIPs[*]',
  'spec.externalIPs[*]',
  'spec.loadBalancerIP',
  'spec.loadBalancerSourceRanges[*]',
  ...['spec.ingress[*].from[*]', 'spec.egress[*].to[*]'].flatMap((peer) => [
    `${peer}.ipBlock.cidr`,
    `${peer}.ipBlock.except[*]`,
  ]),
];

/** @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/staging/src/k8s.io/apimachinery/pkg/util/validation/ip.go */
function isAmbiguous(text: string): boolean {
  if (/(?:^|[.:])0\d+\.|\.0\d+(?:$|\/)/.test(text) || /^::ffff:\d+\./i.test(text)) return true;
  const network = parseCidr(text);
  return network !== undefined && network.address !== network.first;
}

function gitVolumes(object: Field, cluster: ClusterIndex): readonly Field[] {
  return volumesOf(object, cluster).flatMap((volume) => set(volume, 'gitRepo'));
}

function volumesOf({ resource }: Field, cluster: ClusterIndex): readonly Field[] {
  return cluster.podOf(resource)?.field.at('volumes').items ?? [];
}

function annotationsOfPods(
  { resource }: Field,
  cluster: ClusterIndex,
  isMeant: (key: string) => boolean,
): readonly Field[] {
  const annotations = cluster.podOf(resource)?.metadata.at('annotations');
  return annotations?.entries.filter(([key]) => isMeant(key)).map(([, field]) => field) ?? [];
}

/** Those of the fields that are set. */
function set(parent: Field, ...names: readonly string[]): readonly Field[] {
  return names.map((name) => parent.at(name)).filter(({ isSet }) => isSet);
}
