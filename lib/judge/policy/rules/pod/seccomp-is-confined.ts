import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { containerWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/seccomp-is-confined',
  severity: 'error',
  summary: 'No pod turns seccomp off.',
  rationale: 'Without seccomp a container can make every system call, and so reach every flaw of the kernel.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'pod and container',
  states: {
    field: 'securityContext.seccompProfile.type',
    must: { notEqual: 'Unconfined' },
    expected: 'RuntimeDefault or Localhost',
    fix: 'Use RuntimeDefault.',
  },
  passes: containerWith('securityContext: { seccompProfile: { type: RuntimeDefault } }'),
  fails: containerWith('securityContext: { seccompProfile: { type: Unconfined } }'),
});
