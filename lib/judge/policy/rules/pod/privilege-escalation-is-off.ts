import { POD_KINDS, runsOnWindows } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { containerWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/privilege-escalation-is-off',
  severity: 'error',
  summary: 'No process gains more rights than its parent.',
  rationale: 'A set-user-ID program in the image gives root to anyone who runs it.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'container',
  unless: ({ pod }) => runsOnWindows(pod),
  states: {
    field: 'securityContext.allowPrivilegeEscalation',
    must: { equal: false },
    fix: 'Set it to false: the default is true.',
  },
  passes: containerWith('securityContext: { allowPrivilegeEscalation: false }'),
  fails: containerWith(''),
});
