import { installsCniPlugin } from '../../../model/pods/node-agents.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { containerWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/runs-as-non-root',
  severity: 'error',
  summary: 'Every container must run as a non-root user.',
  rationale: 'Root in a container is root on the node as soon as the isolation has one flaw.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'container',
  // The folders that the installer of a CNI plugin writes to belong to root.
  unless: ({ pod }) => installsCniPlugin(pod),
  states: {
    field: 'securityContext.runAsNonRoot',
    fallback: 'securityContext.runAsNonRoot',
    must: { equal: true },
    fix: 'Set securityContext.runAsNonRoot to true, and have the image name its user by number.',
  },
  passes: containerWith('securityContext: { runAsNonRoot: true }'),
  fails: containerWith(''),
});
