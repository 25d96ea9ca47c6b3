import { stringListAt } from '../../../../manifest/read.js';
import { BETA_KEY, isNativeSidecar, STABLE_KEY } from '../../../model/linkerd/native-sidecar.js';
import { linkerdReleaseOf } from '../../../model/releases.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { everyInjectedPod } from '../../linkerd/meshed-pods.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (native: boolean) => `${controllerExample()}${configExample(
  'linkerdVersion: edge-26.6.3',
  `proxy: { nativeSidecar: ${native} }`,
)}---
apiVersion: batch/v1
kind: Job
metadata: { name: migrate, namespace: apps }
spec:
  template:
    metadata: { annotations: { linkerd.io/inject: enabled } }
    spec: { restartPolicy: Never, containers: [{ name: migrate, command: [/migrate] }] }
`;

export default defineRule({
  id: 'linkerd/jobs-end-with-their-proxy',
  severity: 'warning',
  scope: 'object',
  summary: 'The proxy of a Job is a native sidecar, or gets a shutdown request.',
  rationale:
    'A proxy among the containers keeps running after the work is done: the pod never completes, the Job never succeeds, and a CronJob piles up Jobs or starts no more.',
  source: 'https://linkerd.io/2-edge/features/native-sidecars/',
  appliesTo: ['batch/Job', 'batch/CronJob'],
  reads: ['*', 'ConfigMap', 'Namespace', 'apps/Deployment'],
  passes: example(true),
  fails: example(false),
  about: everyInjectedPod,
  *check(pod, cluster) {
    const stops = pod.containers.some(({ spec }) =>
      [...stringListAt(spec, 'command'), ...stringListAt(spec, 'args')].some((text) =>
        /linkerd-await|:4191\/shutdown/.test(text),
      ),
    );
    const native = isNativeSidecar(pod, cluster);
    if (stops || native === true) return;
    if (native === undefined) {
      yield notJudged('the files do not tell whether proxies are native sidecars');
      return;
    }
    const key = linkerdReleaseOf(cluster) === '2.19' ? BETA_KEY : STABLE_KEY;
    yield pod.metadata.at('annotations', key).violation({
      got: 'a proxy among the containers',
      expected: 'a native sidecar',
      fix: `Set ${key} to true, or run the command under linkerd-await --shutdown.`,
    });
  },
});
