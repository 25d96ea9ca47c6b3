import { at } from '../../../../manifest/field-path.js';
import { stringListAt } from '../../../../manifest/read.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import { BETA_KEY, isNativeSidecar, STABLE_KEY } from '../../../model/linkerd/native-sidecar.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
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
  summary: 'The proxy of a Job is a native sidecar, or is told to end.',
  rationale:
    'A proxy that stands among the containers goes on when the work is done: the pod never completes, the Job never succeeds, and a CronJob piles them up or starts none any more.',
  source: 'https://linkerd.io/2-edge/features/native-sidecars/',
  appliesTo: ['batch/Job', 'batch/CronJob'],
  passes: example(true),
  fails: example(false),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || !isInjected(pod, cluster) || isNativeSidecar(pod, cluster) !== false) return;
    const told = pod.containers.some(({ spec }) =>
      [...stringListAt(spec, 'command'), ...stringListAt(spec, 'args')].some((text) =>
        /linkerd-await|:4191\/shutdown/.test(text),
      ),
    );
    if (told) return;
    const key = controlPlaneInstallOf(cluster)?.release === '2.19' ? BETA_KEY : STABLE_KEY;
    yield {
      path: at(pod.metadataPath, 'annotations', key),
      got: 'a proxy among the containers',
      expected: 'a native sidecar',
      fix: `Set ${key} to true, or run the work below linkerd-await --shutdown.`,
    };
  },
});
