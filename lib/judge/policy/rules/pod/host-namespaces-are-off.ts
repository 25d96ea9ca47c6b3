import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import type { FieldStatement } from '../../declared/field-statement.js';
import { podWith } from '../../examples/pods.js';

const isOff = (field: string): FieldStatement => ({ field, must: { notEqual: true }, fix: 'Remove the field.' });

export default fieldRule({
  id: 'pod/host-namespaces-are-off',
  severity: 'error',
  summary: 'No pod shares the network, the processes or the IPC of its node.',
  rationale:
    'A pod in a namespace of the node sees and reaches what belongs to the node and to other pods, and bypasses every NetworkPolicy and mesh.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'pod',
  states: [isOff('hostNetwork'), isOff('hostPID'), isOff('hostIPC')],
  passes: podWith(''),
  fails: podWith('hostNetwork: true'),
});
