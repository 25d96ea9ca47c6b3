import { at } from '../../../../manifest/field-path.js';
import { shown, valueAt } from '../../../../manifest/read.js';
import { installsCniPlugin } from '../../../model/pods/node-agents.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/runs-as-non-root',
  severity: 'error',
  scope: 'object',
  summary: 'Every container is bound to run as a user other than root.',
  rationale: 'Root in a container is root on the node as soon as the isolation has one flaw.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  securityContext: { runAsNonRoot: true }
  containers: [{ name: web, image: example.org/web:1.4.2 }]
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
    // The folders that it writes to belong to root.
    if (pod === undefined || installsCniPlugin(pod)) return;
    const forAll = valueAt(pod.spec, 'securityContext', 'runAsNonRoot');
    for (const { path, spec } of pod.containers) {
      const effective = valueAt(spec, 'securityContext', 'runAsNonRoot') ?? forAll;
      if (effective === true) continue;
      yield {
        path: at(path, 'securityContext', 'runAsNonRoot'),
        got: shown(effective),
        expected: 'true, here or for the whole pod',
        fix: 'Set securityContext.runAsNonRoot to true, and let the image name a user by number.',
      };
    }
  },
});
