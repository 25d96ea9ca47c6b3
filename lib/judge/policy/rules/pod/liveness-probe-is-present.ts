import { isServing, POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { containerWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/liveness-probe-is-present',
  severity: 'error',
  summary: 'Every long-running container that offers a port has a liveness probe.',
  rationale: 'A program that hangs is restarted only if a probe asks it.',
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'container',
  unless: (container) => !isServing(container),
  states: {
    field: 'livenessProbe',
    must: 'be set',
    expected: 'a probe',
    fix: 'Add a probe that fails only where a restart helps.',
  },
  passes: containerWith(`ports: [{ containerPort: 8080 }]
livenessProbe: { tcpSocket: { port: 8080 } }`),
  fails: containerWith('ports: [{ containerPort: 8080 }]'),
});
