import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { containerWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/root-filesystem-is-read-only',
  severity: 'error',
  summary: 'No container can write to its own image.',
  rationale: 'An intruder who cannot write cannot leave a program behind.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'container',
  states: {
    field: 'securityContext.readOnlyRootFilesystem',
    must: { equal: true },
    fix: 'Set it to true, and mount an emptyDir where the program writes.',
  },
  passes: containerWith('securityContext: { readOnlyRootFilesystem: true }'),
  fails: containerWith(''),
});
