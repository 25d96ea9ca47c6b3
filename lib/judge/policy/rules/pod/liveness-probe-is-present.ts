import { at } from '../../../../manifest/field-path.js';
import { objectAt } from '../../../../manifest/read.js';
import { POD_KINDS, servingContainers } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/liveness-probe-is-present',
  severity: 'error',
  scope: 'object',
  summary: 'Every container that is to keep running and offers a port has a liveness probe.',
  rationale: 'A program that hangs is restarted only if someone asks it.',
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
      ports: [{ containerPort: 8080 }]
      livenessProbe: { tcpSocket: { port: 8080 } }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      ports: [{ containerPort: 8080 }]
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const { path, spec } of servingContainers(pod)) {
      if (objectAt(spec, 'livenessProbe') !== undefined) continue;
      yield {
        path: at(path, 'livenessProbe'),
        got: 'nothing',
        expected: 'a probe',
        fix: 'Add a probe that fails only where a restart helps.',
      };
    }
  },
});
