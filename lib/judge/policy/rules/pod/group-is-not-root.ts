import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import type { FieldStatement } from '../../declared/field-statement.js';
import { podWith } from '../../examples/pods.js';

const isNotRoot = (field: string): FieldStatement => ({
  field,
  must: { notEqual: 0 },
  expected: 'a group other than 0',
  fix: 'Name a group that owns only the files of this pod.',
});

export default fieldRule({
  id: 'pod/group-is-not-root',
  severity: 'warning',
  summary: 'No pod names the root group.',
  rationale: 'Files of root are often writable for the root group, in images and in volumes that pods share.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'pod and container',
  states: [
    isNotRoot('securityContext.runAsGroup'),
    isNotRoot('securityContext.fsGroup'),
    isNotRoot('securityContext.supplementalGroups[*]'),
  ],
  passes: podWith('securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 }'),
  fails: podWith('securityContext: { runAsUser: 1000, runAsGroup: 0 }'),
});
