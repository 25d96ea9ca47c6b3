import { at } from '../../../../manifest/field-path.js';
import { stringsAt } from '../../../../manifest/read.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import {
  ALPHA_KEY,
  BETA_KEY,
  isNativeSidecar,
  kubernetesMinorOf,
  STABLE_KEY,
  WAIT_KEY,
} from '../../../model/linkerd/native-sidecar.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { kindOf, POD_KINDS } from '../../../model/pods/pod.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { defineRule } from '../../rule.js';

/** The first release of Kubernetes that runs native sidecars without being asked to. */
const NATIVE_SINCE = 29;

const example = (key: string) => `${controllerExample()}${configExample('linkerdVersion: edge-26.6.3')}---
apiVersion: v1
kind: Namespace
metadata: { name: apps, annotations: { ${key}: "true" } }
`;

export default defineRule({
  id: 'linkerd/native-sidecars-fit-the-release',
  severity: 'error',
  scope: 'object',
  summary:
    'Native sidecars are asked for by the annotation that the release of Linkerd reads, where Kubernetes runs them.',
  rationale:
    'The annotation changed its name from 2.19 to 2.20, and one that the release does not read is passed over. In 2.19 a native sidecar that is to wait before it exits makes the injection fail; a Kubernetes before 1.29 refuses the pods.',
  source: 'https://linkerd.io/2-edge/features/native-sidecars/',
  appliesTo: ['Namespace', ...POD_KINDS],
  passes: example(STABLE_KEY),
  fails: example(BETA_KEY),
  *check(resource, cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install === undefined) return;
    const { release } = install;
    const pod = cluster.podOf(resource);
    const own = pod?.ownAnnotations ?? stringsAt(resource.object, 'metadata', 'annotations');
    const path = pod?.metadataPath ?? 'metadata';
    const isNamespace = kindOf(resource.object) === 'Namespace';
    const unread = release === '2.19' ? STABLE_KEY : release === '2.20' && isNamespace ? BETA_KEY : undefined;
    const read = release === '2.19' ? BETA_KEY : STABLE_KEY;
    if (unread !== undefined && own[unread] !== undefined && own[read] === undefined && own[ALPHA_KEY] === undefined) {
      yield {
        path: at(path, 'annotations', unread),
        got: unread,
        expected: read,
        fix: `Write ${read}; Linkerd ${release} does not read the other key${isNamespace ? ' on a Namespace' : ''}.`,
      };
    }
    if (pod === undefined || !isInjected(pod, cluster) || isNativeSidecar(pod, cluster) !== true) return;
    const wait = pod.annotations[WAIT_KEY];
    if (release === '2.19' && wait !== undefined && Number(wait) > 0) {
      yield {
        path: at(path, 'annotations', WAIT_KEY),
        got: `${wait}, with a native sidecar`,
        expected: 'no wait',
        fix: 'Remove it: a native sidecar ends after the containers anyway, and 2.19 injects nothing where both are set.',
      };
    }
    const minor = kubernetesMinorOf(cluster);
    if (minor === undefined || minor >= NATIVE_SINCE) return;
    yield {
      path: at(path, 'annotations'),
      got: `a native sidecar on Kubernetes 1.${minor}`,
      expected: `Kubernetes 1.${NATIVE_SINCE} or later`,
      fix: `Set ${read} to false, and proxy.nativeSidecar in linkerd-config, until the cluster is upgraded.`,
    };
  },
});
