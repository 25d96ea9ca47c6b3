import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { podWith } from '../../examples/pods.js';

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

export default fieldRule({
  id: 'pod/sysctls-are-safe',
  severity: 'error',
  summary: 'No pod sets a kernel parameter that affects more than the pod.',
  rationale: 'An unsafe sysctl changes the node for all its pods, and kubelets refuse it by default.',
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'pod',
  states: { field: 'securityContext.sysctls[*].name', must: { beOneOf: SAFE }, fix: 'Remove it.' },
  passes: podWith("securityContext: { sysctls: [{ name: net.ipv4.tcp_syncookies, value: '1' }] }"),
  fails: podWith("securityContext: { sysctls: [{ name: kernel.msgmax, value: '65536' }] }"),
});
