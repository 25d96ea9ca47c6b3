import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { containerWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/selinux-options-are-safe',
  severity: 'error',
  summary: 'No pod chooses an SELinux user, role or privileged type.',
  rationale: 'Such a label takes the container out of the confinement that the node gives it.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'pod and container',
  states: [
    {
      field: 'securityContext.seLinuxOptions.type',
      must: { beAbsentOr: ['container_t', 'container_init_t', 'container_kvm_t', ''] },
      expected: 'one of container_t, container_init_t, container_kvm_t',
      fix: 'Remove the field.',
    },
    ...['user', 'role'].map((name) => ({
      field: `securityContext.seLinuxOptions.${name}`,
      must: { beAbsentOr: [''] },
      expected: 'nothing',
      fix: 'Remove the field.',
    })),
  ],
  passes: containerWith('securityContext: { seLinuxOptions: { type: container_t } }'),
  fails: containerWith('securityContext: { seLinuxOptions: { type: spc_t } }'),
});
