import { parseQuantity } from '../../../../formats/quantity.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyContainer } from '../../about.js';
import { containerWith } from '../../examples/pods.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/requests-fit-limits',
  severity: 'error',
  scope: 'object',
  summary: 'No container requests more than its limit.',
  rationale: 'The API server refuses a pod that requests more than it may use, so the workload never starts.',
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyContainer,
  *check({ field }) {
    for (const [name, request] of field.at('resources', 'requests').entries) {
      const limit = field.at('resources', 'limits', name);
      const [needed, allowed] = [parseQuantity(request.value), parseQuantity(limit.value)];
      if (needed === undefined || allowed === undefined || needed <= allowed) continue;
      yield request.violation({
        expected: `at most ${limit.shown}, the limit`,
        effect: 'The API server refuses the pod.',
        fix: 'Lower the request or raise the limit.',
      });
    }
  },
  passes: example('1Gi'),
  fails: example('2Gi'),
});

function example(memory: string): string {
  return containerWith(`resources:
  requests: { memory: ${memory} }
  limits: { memory: 1024Mi }`);
}
