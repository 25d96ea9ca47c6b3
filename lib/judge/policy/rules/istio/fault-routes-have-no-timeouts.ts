import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { httpRoutes, type RouteRule } from '../../../model/istio/virtual-services.js';
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

export default defineRule<RouteRule>({
  id: 'istio/fault-routes-have-no-timeouts',
  severity: 'error',
  scope: 'object',
  summary: 'A route with an injected fault has neither a timeout nor retries.',
  rationale: 'A proxy applies no timeout and no retry on a route with an injected fault.',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('name: chaos'),
  fails: example('timeout: 5s'),
  about: (resource) => httpRoutes(resource).filter(({ field }) => field.at('fault').mapping !== undefined),
  *check({ field }) {
    for (const [name, effect] of [
      ['timeout', 'Requests wait without this limit while the fault is injected.'],
      ['retries', 'Nothing is retried while the fault is injected.'],
    ] as const) {
      const setting = field.at(name);
      if (setting.value === undefined || setting.value === '0s') continue;
      yield setting.violation({
        got: `${setting.shown} beside ${field.at('fault').path}`,
        expected: 'no fault on a route with timeouts or retries',
        effect,
        fix: 'Move the fault to a route of its own that matches a header.',
      });
    }
  },
});
