import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { containerWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/host-ports-are-absent',
  severity: 'error',
  summary: 'No container uses a port of its node.',
  rationale: 'A host port bypasses the Service and NetworkPolicies, and only one such pod fits on a node.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'container',
  states: {
    field: 'ports[*].hostPort',
    must: 'be absent',
    expected: 'no host port',
    fix: 'Remove it, and reach the pod through a Service.',
  },
  // 0 is the same as absent.
  except: ({ value }) => value === 0,
  passes: containerWith('ports: [{ containerPort: 8080 }]'),
  fails: containerWith('ports: [{ containerPort: 8080, hostPort: 8080 }]'),
});
