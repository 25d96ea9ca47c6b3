import { listed } from '../../../../manifest/listed.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { type RouteRule, routeRules } from '../../../model/istio/virtual-services.js';
import { defineRule } from '../../rule.js';

const example = (weights: readonly [string, string]) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec:
  hosts: [web]
  http:
    - route:
        - { destination: { host: web, subset: v1 }${weights[0]} }
        - { destination: { host: web, subset: v2 }${weights[1]} }
`;

export default defineRule<RouteRule>({
  id: 'istio/weights-add-up-to-100',
  severity: 'error',
  scope: 'object',
  summary: 'A route with several destinations gives each a weight, and the weights add up to 100.',
  rationale:
    'A destination without a weight beside others gets no requests. Weights are shares of their sum: 100 and 100 is half and half, and istiod rejects a sum of 0.',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example([', weight: 90', ', weight: 10']),
  fails: example([', weight: 100', ', weight: 100']),
  about: (resource) => routeRules(resource).filter(({ field }) => field.at('route').items.length > 1),
  *check({ field }) {
    const route = field.at('route');
    const weights = route.items.map((each) => each.at('weight').number ?? 0);
    const missing = route.items.find((each) => each.at('weight').value === undefined);
    if (missing !== undefined) {
      yield missing.at('weight').violation({
        got: `nothing, which is 0 beside ${listed(weights.filter((weight) => weight > 0)) || 'other destinations'}`,
        expected: 'a weight for each destination',
        effect: `${missing.at('destination', 'host').text ?? 'The destination'} gets no requests.`,
        fix: 'Give it a weight.',
      });
      return;
    }
    const sum = weights.reduce((total, weight) => total + weight, 0);
    if (sum === 100) return;
    const shares = weights.map((weight) => `${sum === 0 ? 0 : Math.round((weight / sum) * 1000) / 10}%`);
    yield route.violation({
      got: `weights ${listed(weights)}, which add up to ${sum}`,
      expected: 'weights that add up to 100',
      ...(sum === 0
        ? {
            effect: 'istiod rejects a route whose weights are all 0.',
            fix: 'Give one of them a weight. To switch from one version to the other, change both weights in one step.',
          }
        : {
            effect: `They are shares of their sum, so requests are split ${listed(shares, ' to ')}.`,
            fix: 'Correct the weights.',
          }),
    });
  },
});
