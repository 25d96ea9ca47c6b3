import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyPod } from '../../about.js';
import { podWith } from '../../examples/pods.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/service-account-is-own',
  severity: 'error',
  scope: 'object',
  summary: 'Every pod has a ServiceAccount of its own.',
  rationale: 'Pods that share the account default share one identity: neither RBAC nor a mesh can distinguish them.',
  source: 'https://kubernetes.io/docs/concepts/security/service-accounts/',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyPod,
  *check({ field, serviceAccount }) {
    if (serviceAccount !== 'default') return;
    yield field.at('serviceAccountName').violation({
      got: 'default',
      expected: 'the name of a ServiceAccount for this workload',
      fix: 'Add a ServiceAccount and name it here.',
    });
  },
  passes: podWith('serviceAccountName: web'),
  fails: podWith(''),
});
