import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { podWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/host-process-is-off',
  severity: 'error',
  summary: 'No Windows container runs as a process of the host.',
  rationale: 'A host process has the rights of the node.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'pod and container',
  states: {
    field: 'securityContext.windowsOptions.hostProcess',
    must: { notEqual: true },
    fix: 'Remove the field, and run the program in a container.',
  },
  passes: podWith(''),
  fails: podWith('securityContext: { windowsOptions: { hostProcess: true } }'),
});
