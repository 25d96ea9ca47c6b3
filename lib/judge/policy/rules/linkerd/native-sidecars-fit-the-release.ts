import { proxyAnnotationsOf } from '../../../model/linkerd/annotations.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import { ALPHA_KEY, BETA_KEY, isNativeSidecar, STABLE_KEY, WAIT_KEY } from '../../../model/linkerd/native-sidecar.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { kindOf, POD_KINDS } from '../../../model/pods/pod.js';
import { kubernetesMinorOf, linkerdReleaseOf } from '../../../model/releases.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { NO_CONTROL_PLANE } from '../../linkerd/control-plane-objects.js';
import { whyUndecided } from '../../linkerd/meshed-pods.js';
import { notJudged } from '../../outcome.js';
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
    'Native sidecars are requested by the annotation that the release of Linkerd reads, and Kubernetes can run them.',
  rationale:
    'The annotation changed its name from 2.19 to 2.20, and a release ignores the name that it does not read. In 2.19 injection fails if a native sidecar has a wait before exit. Kubernetes before 1.29 rejects the pods.',
  source: 'https://linkerd.io/2-edge/features/native-sidecars/',
  appliesTo: ['Namespace', ...POD_KINDS],
  reads: ['*', 'ConfigMap', 'Node'],
  passes: example(STABLE_KEY),
  fails: example(BETA_KEY),
  about: (resource, cluster) => {
    const isTold = everyInstall(cluster).length > 0 || cluster.releases.linkerd !== undefined;
    if (isTold) return [resource];
    const annotations = proxyAnnotationsOf(resource, cluster);
    const asking = [STABLE_KEY, BETA_KEY].map((key) => annotations.at(key)).filter(({ isSet }) => isSet);
    return asking.map((field) => notJudged(NO_CONTROL_PLANE, field));
  },
  *check(resource, cluster) {
    const release = linkerdReleaseOf(cluster);
    const annotations = proxyAnnotationsOf(resource, cluster);
    const own = annotations.textEntries;
    const isNamespace = kindOf(resource.object) === 'Namespace';
    const unread = release === '2.19' ? STABLE_KEY : release === '2.20' && isNamespace ? BETA_KEY : undefined;
    const read = release === '2.19' ? BETA_KEY : STABLE_KEY;
    if (unread !== undefined && own[unread] !== undefined && own[read] === undefined && own[ALPHA_KEY] === undefined) {
      yield annotations.at(unread).violation({
        got: unread,
        expected: read,
        effect: `Linkerd ${release} does not read the other key${isNamespace ? ' on a Namespace' : ''}.`,
        fix: `Write ${read}.`,
      });
    }
    const pod = cluster.podOf(resource);
    if (pod === undefined || isNativeSidecar(pod, cluster) === false) return;
    if (!isInjected(pod, cluster)) {
      yield* whyUndecided(pod, cluster);
      return;
    }
    const wait = pod.annotations[WAIT_KEY];
    const contradicts = release === '2.19' && wait !== undefined && Number(wait) > 0;
    const minor = kubernetesMinorOf(cluster);
    if (isNativeSidecar(pod, cluster) === undefined) {
      if (contradicts || minor === undefined || minor < NATIVE_SINCE) {
        yield notJudged('the files do not tell whether proxies are native sidecars');
      }
      return;
    }
    if (contradicts) {
      yield annotations.at(WAIT_KEY).violation({
        got: `${wait}, with a native sidecar`,
        expected: 'no wait',
        effect: 'Linkerd 2.19 injects nothing if both are set.',
        fix: 'Remove it: a native sidecar stops after the containers anyway.',
      });
    }
    if (minor === undefined) {
      yield notJudged('the files do not tell the release of Kubernetes');
    } else if (minor < NATIVE_SINCE) {
      yield annotations.violation({
        got: `a native sidecar on Kubernetes 1.${minor}`,
        expected: `Kubernetes 1.${NATIVE_SINCE} or later`,
        fix: `Set ${read} to false, and proxy.nativeSidecar in linkerd-config, until the cluster is upgraded.`,
      });
    }
  },
});
