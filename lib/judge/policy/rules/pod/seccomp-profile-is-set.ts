import { POD_KINDS, runsOnWindows } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { containerWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/seccomp-profile-is-set',
  severity: 'error',
  summary: 'Every container has a seccomp profile.',
  rationale: 'Without a profile the node decides, and its default is none.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'container',
  unless: ({ pod }) => runsOnWindows(pod),
  states: {
    field: 'securityContext.seccompProfile.type',
    fallback: 'securityContext.seccompProfile.type',
    must: 'be set',
    expected: 'RuntimeDefault or Localhost, here or for the whole pod',
    fix: 'Set securityContext.seccompProfile.type of the pod to RuntimeDefault.',
  },
  passes: containerWith('securityContext: { seccompProfile: { type: RuntimeDefault } }'),
  fails: containerWith(''),
});
