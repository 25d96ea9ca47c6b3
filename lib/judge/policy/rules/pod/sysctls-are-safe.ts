import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const SAFE = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_syncookies',
];

export default defineRule({
  id: 'pod/sysctls-are-safe',
  severity: 'error',
  scope: 'object',
  summary: 'No pod sets a kernel parameter that reaches beyond it.',
  rationale: 'An unsafe sysctl changes the node for all its pods, and kubelets refuse it by default.',
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  securityContext: { sysctls: [{ name: net.ipv4.tcp_syncookies, value: '1' }] }
  containers: [{ name: web, image: example.org/web:1.4.2 }]
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  securityContext: { sysctls: [{ name: kernel.msgmax, value: '65536' }] }
  containers: [{ name: web, image: example.org/web:1.4.2 }]
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const [index, sysctl] of listAt(pod.spec, 'securityContext', 'sysctls').entries()) {
      const name = stringAt(sysctl, 'name') ?? '';
      if (SAFE.includes(name)) continue;
      yield {
        path: at(pod.specPath, 'securityContext', 'sysctls', index, 'name'),
        got: name,
        expected: `one of ${SAFE.join(', ')}`,
        fix: 'Remove it.',
      };
    }
  },
});
