import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { containerWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/privileged-mode-is-off',
  severity: 'error',
  summary: 'No container is privileged.',
  rationale:
    'A privileged container has every capability and every device of the node: anyone who takes it over has the node.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'container',
  states: {
    field: 'securityContext.privileged',
    must: { notEqual: true },
    fix: 'Remove the field, and add the one capability that the program needs.',
  },
  passes: containerWith(''),
  fails: containerWith('securityContext: { privileged: true }'),
});
