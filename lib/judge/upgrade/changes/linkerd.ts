import type { Field } from '../../../manifest/field.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import { isInjected, namespaceAnnotations } from '../../model/linkerd/injection.js';
import { ALPHA_KEY, BETA_KEY, isNativeSidecar, STABLE_KEY, WAIT_KEY } from '../../model/linkerd/native-sidecar.js';
import { POD_KINDS, type PodTemplate } from '../../model/pods/pod.js';
import type { Change } from '../change.js';

const LABELS = 'https://github.com/linkerd/linkerd2/blob/version-2.20/pkg/k8s/labels.go';
const CHART = 'https://github.com/linkerd/linkerd2/blob/version-2.20/charts/linkerd-control-plane/values.yaml';
const KEYS = [STABLE_KEY, BETA_KEY, ALPHA_KEY];
const INIT_IMAGE_KEYS = ['config.linkerd.io/init-image', 'config.linkerd.io/init-image-version'];

/** What releases of Linkerd change for objects that their schemas accept. */
export const LINKERD_CHANGES: readonly Change[] = [
  {
    id: 'linkerd/sidecars-are-native',
    project: 'linkerd',
    since: '2.20',
    weight: 'behavior',
    kinds: POD_KINDS,
    concerns: (object, cluster) =>
      meshedPods(object, cluster).flatMap((pod) =>
        statesNative(pod, cluster) || isNativeSidecar(pod, cluster) === true ? [] : [pod.metadata],
      ),
    what: 'The injected proxy is a native sidecar, unless the value proxy.nativeSidecar is false.',
    effect:
      'It starts before the other init containers and stops after the containers, Jobs end by themselves, and the lifecycle hooks of the proxy container are gone.',
    action: `Restart the pods after the upgrade. To keep the old form, set the annotation ${STABLE_KEY} to "false", or the value to false.`,
    source: CHART,
  },
  {
    id: 'linkerd/wait-before-exit-is-ignored',
    project: 'linkerd',
    since: '2.20',
    weight: 'behavior',
    kinds: POD_KINDS,
    concerns: (object, cluster) =>
      meshedPods(object, cluster).flatMap((pod) => {
        const field = pod.metadata.at('annotations', WAIT_KEY);
        const keepsOldForm = KEYS.some((key) => /^(?:0|f|false)$/i.test(pod.ownAnnotations[key] ?? ''));
        return field.isSet && field.text !== '0' && !keepsOldForm ? [field] : [];
      }),
    what: `${WAIT_KEY} is ignored on native sidecars, which are the default.`,
    effect: 'A native sidecar stops after the containers anyway.',
    action: 'Remove the annotation. If the containers stop too early, give them a preStop hook.',
    source: CHART,
  },
  {
    id: 'linkerd/beta-native-key-is-not-inherited',
    project: 'linkerd',
    since: '2.20',
    weight: 'behavior',
    kinds: ['Namespace'],
    concerns: (object) => [object.at('metadata', 'annotations', BETA_KEY)].filter(({ isSet }) => isSet),
    what: `Pods do not inherit ${BETA_KEY} from their Namespace.`,
    effect: 'The annotation has no effect there, and the pods get the default form of the proxy.',
    action: `Use ${STABLE_KEY} on the Namespace once the control plane is upgraded.`,
    source: LABELS,
  },
  {
    id: 'linkerd/init-image-is-ignored',
    project: 'linkerd',
    since: '2.20',
    weight: 'behavior',
    kinds: ['Namespace', ...POD_KINDS],
    concerns: (object, cluster) => {
      const pod = cluster.podOf(object.resource);
      const annotations = (pod?.metadata ?? object.at('metadata')).at('annotations');
      return INIT_IMAGE_KEYS.map((key) => annotations.at(key)).filter(({ isSet }) => isSet);
    },
    what: 'The init container runs the image of the proxy; the annotations init-image and init-image-version are gone.',
    effect: 'The init container is pulled from where the proxy is, not from the image that is named.',
    action: 'Mirror the proxy image, name it by config.linkerd.io/proxy-image if needed, and remove the annotations.',
    source: LABELS,
  },
];

function meshedPods({ resource }: Field, cluster: ClusterIndex): readonly PodTemplate[] {
  const pod = cluster.podOf(resource);
  return pod !== undefined && isInjected(pod, cluster) ? [pod] : [];
}

/** Whether an annotation of the pods or of their Namespace says which form the proxy has. */
function statesNative(pod: PodTemplate, cluster: ClusterIndex): boolean {
  const inherited = namespaceAnnotations(pod.namespace, cluster);
  return KEYS.some((key) => (pod.ownAnnotations[key] ?? inherited[key]) !== undefined);
}
