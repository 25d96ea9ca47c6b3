import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { containerWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/user-is-not-root',
  severity: 'error',
  summary: 'No pod names root as its user.',
  rationale: 'Root in a container is root on the node as soon as the isolation has one flaw.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'pod and container',
  states: {
    field: 'securityContext.runAsUser',
    must: { notEqual: 0 },
    expected: 'a user other than 0',
    fix: 'Name the user that owns the files of the image.',
  },
  passes: containerWith('securityContext: { runAsUser: 1000 }'),
  fails: containerWith('securityContext: { runAsUser: 0 }'),
});
