import { at } from '../../../manifest/field-path.js';
import { POD_KINDS } from '../../pod.js';
import { objectAt } from '../../read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/liveness-probe-is-present',
  severity: 'error',
  scope: 'object',
  summary: 'Every container that is to keep running has a liveness probe.',
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
`,
  *check(subject, cluster) {
    const pod = cluster.podOf(subject);
    if (pod === undefined) return;
    if (pod.runsToCompletion) return;
    for (const { list, path, spec } of pod.containers) {
      if (list !== 'containers' || objectAt(spec, 'livenessProbe') !== undefined) continue;
      yield {
        path: at(path, 'livenessProbe'),
        got: 'nothing',
        expected: 'a probe',
        fix: 'Add a probe that fails only where a restart helps.',
      };
    }
  },
});
