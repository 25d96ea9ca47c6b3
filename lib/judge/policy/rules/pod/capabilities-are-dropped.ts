import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, shown, stringAt, stringListAt } from '../../../../manifest/read.js';
import { isProxyInit, redirectionNeeds } from '../../../model/linkerd/proxy-init.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/capabilities-are-dropped',
  severity: 'error',
  scope: 'object',
  summary:
    'Every container but linkerd-init of a control plane drops all capabilities, and adds back NET_BIND_SERVICE at most.',
  rationale: 'Capabilities are parts of root; a program that listens on a high port needs none.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      securityContext: { capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] } }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      securityContext: { capabilities: { drop: [NET_RAW] } }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    if (stringAt(pod.spec, 'os', 'name') === 'windows') return;
    for (const container of pod.containers) {
      const { path, spec } = container;
      const redirects = isProxyInit(pod, container);
      const capabilities = at(path, 'securityContext', 'capabilities');
      const drop = stringListAt(spec, 'securityContext', 'capabilities', 'drop');
      if (!redirects && !drop.includes('ALL')) {
        const got = drop.length === 0 ? 'nothing' : listed(drop);
        yield { path: at(capabilities, 'drop'), got, expected: 'ALL', fix: 'Set drop to [ALL].' };
      }
      for (const [index, capability] of listAt(spec, 'securityContext', 'capabilities', 'add').entries()) {
        if (capability === 'NET_BIND_SERVICE' || (redirects && redirectionNeeds(capability))) continue;
        yield {
          path: at(capabilities, 'add', index),
          got: shown(capability),
          expected: 'NET_BIND_SERVICE, or nothing',
          fix: 'Remove it.',
        };
      }
    }
  },
});
