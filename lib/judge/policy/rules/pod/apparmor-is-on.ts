import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyPod } from '../../about.js';
import { containerWith } from '../../examples/pods.js';
import { defineRule } from '../../rule.js';

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const fix = 'Use the default profile of the runtime, or one that the node has loaded.';

export default defineRule({
  id: 'pod/apparmor-is-on',
  severity: 'error',
  scope: 'object',
  summary: 'No container turns AppArmor off.',
  rationale: 'An unconfined container loses the limits that the node puts on files, mounts and signals.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyPod,
  *check(pod) {
    for (const { field } of [pod, ...pod.containers]) {
      const type = field.at('securityContext', 'appArmorProfile', 'type');
      if (type.text === undefined || ['RuntimeDefault', 'Localhost'].includes(type.text)) continue;
      yield type.violation({ expected: 'RuntimeDefault or Localhost', fix });
    }
    for (const [key, annotation] of pod.metadata.at('annotations').entries) {
      const value = annotation.text;
      if (!key.startsWith(ANNOTATION) || value === undefined || /^(?:runtime\/default$|localhost\/)/.test(value))
        continue;
      yield annotation.violation({ expected: 'runtime/default or localhost/…', fix });
    }
  },
  passes: containerWith('securityContext: { appArmorProfile: { type: RuntimeDefault } }'),
  fails: containerWith('securityContext: { appArmorProfile: { type: Unconfined } }'),
});
