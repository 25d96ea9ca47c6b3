import { at } from '../../../../manifest/field-path.js';
import { listAt, shown } from '../../../../manifest/read.js';
import { isProxyInit, redirectionNeeds } from '../../../model/linkerd/proxy-init.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const DEFAULT_CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

export default defineRule({
  id: 'pod/added-capabilities-are-default',
  severity: 'error',
  scope: 'object',
  summary:
    'No container adds a capability beyond those that container runtimes give by default, but for linkerd-init of a control plane.',
  rationale: 'Further capabilities, such as NET_ADMIN and SYS_ADMIN, reach beyond the container.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      securityContext: { capabilities: { add: [NET_BIND_SERVICE] } }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      securityContext: { capabilities: { add: [NET_BIND_SERVICE, NET_ADMIN] } }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const container of pod.containers) {
      const { path, spec } = container;
      for (const [index, capability] of listAt(spec, 'securityContext', 'capabilities', 'add').entries()) {
        if (DEFAULT_CAPABILITIES.some((allowed) => allowed === capability)) continue;
        if (isProxyInit(pod, container) && redirectionNeeds(capability)) continue;
        yield {
          path: at(path, 'securityContext', 'capabilities', 'add', index),
          got: shown(capability),
          expected: `one of ${DEFAULT_CAPABILITIES.join(', ')}`,
          fix: 'Remove it. Where the init container of a mesh needs it, install the CNI plugin of the mesh instead.',
        };
      }
    }
  },
});
