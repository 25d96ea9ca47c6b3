import { at } from '../../../../manifest/field-path.js';
import { objectAt } from '../../../../manifest/read.js';
import { installsCniPlugin } from '../../../model/pods/node-agents.js';
import { POD_KINDS, probedContainers } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/readiness-probe-is-present',
  severity: 'error',
  scope: 'object',
  summary:
    'Every container that is to keep running and offers a port, and every sole container, has a readiness probe.',
  rationale: 'Without it a pod gets traffic before it can answer, and rollouts replace good pods by broken ones.',
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      readinessProbe: { tcpSocket: { port: 8080 } }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    // It serves nobody: it copies files and sleeps.
    if (pod === undefined || installsCniPlugin(pod)) return;
    for (const { path, spec } of probedContainers(pod)) {
      if (objectAt(spec, 'readinessProbe') !== undefined) continue;
      yield {
        path: at(path, 'readinessProbe'),
        got: 'nothing',
        expected: 'a probe',
        fix: 'Add a probe that says whether requests can be answered.',
      };
    }
  },
});
