import { parseQuantity } from '../../../../formats/quantity.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyContainerWhere } from '../../about.js';
import { containerWith } from '../../examples/pods.js';
import { defineRule } from '../../rule.js';

/** No program runs in less. */
const MEBIBYTE = parseQuantity('1Mi') ?? 0n;
const BOUNDS = { requests: 'needs', limits: 'may use' };

export default defineRule({
  id: 'pod/resources-are-set',
  severity: 'error',
  scope: 'object',
  summary: 'Every container and init container requests and limits cpu and memory, each above zero.',
  rationale:
    'Without a request the scheduler overfills the node; without a limit one leak takes the memory of all pods on it. 0 is the same as nothing.',
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyContainerWhere(({ list }) => list !== 'ephemeralContainers'),
  *check({ field }) {
    for (const [bound, verb] of Object.entries(BOUNDS)) {
      for (const name of ['cpu', 'memory']) {
        const resource = field.at('resources', bound, name);
        const quantity = parseQuantity(resource.value) ?? 0n;
        if (quantity > 0n && (name === 'cpu' || quantity >= MEBIBYTE)) continue;
        yield resource.violation({
          expected:
            quantity > 0n ? 'at least 1Mi; a number without a unit is bytes, and m is a thousandth' : 'a quantity',
          fix: `State how much ${name} the container ${verb}.`,
        });
      }
    }
  },
  passes: example('cpu: 200m, memory: 64Mi'),
  fails: example('memory: 64Mi'),
});

function example(limits: string): string {
  return containerWith(`resources:
  requests: { cpu: 100m, memory: 64Mi }
  limits: { ${limits} }`);
}
