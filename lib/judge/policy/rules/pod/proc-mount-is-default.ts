import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { containerWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/proc-mount-is-default',
  severity: 'error',
  summary: 'Every container has the default view of /proc.',
  rationale: 'An unmasked /proc shows what belongs to the kernel of the node, and lets the container change it.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'container',
  states: { field: 'securityContext.procMount', must: { beAbsentOr: ['Default'] }, fix: 'Remove the field.' },
  passes: containerWith('securityContext: { procMount: Default }'),
  fails: containerWith('securityContext: { procMount: Unmasked }'),
});
