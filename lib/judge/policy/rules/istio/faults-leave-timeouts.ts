import { at } from '../../../../manifest/field-path.js';
import { objectAt, shown, valueAt } from '../../../../manifest/read.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { routeRules } from '../../../model/istio/virtual-services.js';
import { defineRule } from '../../rule.js';

const example = (more: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec:
  hosts: [web]
  http:
    - match: [{ headers: { x-chaos: { exact: "on" } } }]
      fault: { delay: { fixedDelay: 2s, percentage: { value: 100 } } }
      ${more}
      route: [{ destination: { host: web } }]
`;

export default defineRule({
  id: 'istio/faults-leave-timeouts',
  severity: 'error',
  scope: 'object',
  summary: 'A route with a fault has neither a timeout nor retries.',
  rationale:
    'Where a fault is injected, the proxy enables no timeout and no retry on that route: what the route promises does not hold.',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('name: chaos'),
  fails: example('timeout: 5s'),
  *check(resource) {
    for (const { path, rule, protocol } of routeRules(resource)) {
      if (protocol !== 'http' || objectAt(rule, 'fault') === undefined) continue;
      for (const field of ['timeout', 'retries']) {
        const value = valueAt(rule, field);
        if (value === undefined || value === '0s') continue;
        yield {
          path: at(path, field),
          got: `${shown(value)} beside ${at(path, 'fault')}`,
          expected: 'no fault on a route with timeouts or retries',
          fix: `Put the fault on a route of its own, matched by a header. As it is, ${field === 'timeout' ? 'requests wait without that limit' : 'nothing is retried'} as long as the fault stands.`,
        };
      }
    }
  },
});
