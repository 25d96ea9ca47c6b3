import { installsCniPlugin } from '../../../model/pods/node-agents.js';
import { needsReadiness, POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { containerWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/readiness-probe-is-present',
  severity: 'error',
  summary: 'Every long-running container that offers a port, or is the only one of its pod, has a readiness probe.',
  rationale: 'Without it a pod gets traffic before it can answer, and rollouts replace good pods with broken ones.',
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'container',
  // The installer of a CNI plugin serves nobody: it copies files and sleeps.
  unless: (container) => !needsReadiness(container) || installsCniPlugin(container.pod),
  states: {
    field: 'readinessProbe',
    must: 'be set',
    expected: 'a probe',
    fix: 'Add a probe that says whether requests can be answered.',
  },
  passes: containerWith('readinessProbe: { tcpSocket: { port: 8080 } }'),
  fails: containerWith(''),
});
