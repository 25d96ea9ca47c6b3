import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, numberAt, stringAt, valueAt } from '../../../../manifest/read.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { routeRules } from '../../../model/istio/virtual-services.js';
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

export default defineRule({
  id: 'istio/weights-share-the-traffic',
  severity: 'error',
  scope: 'object',
  summary: 'The weights of a route with several destinations are all given, and add up to 100.',
  rationale:
    'A destination without a weight beside others gets no request. Weights are shares of their sum: 100 and 100 is half and half, and a sum of 0 is refused.',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example([', weight: 90', ', weight: 10']),
  fails: example([', weight: 100', ', weight: 100']),
  *check(resource) {
    for (const { path, rule } of routeRules(resource)) {
      const routes = listAt(rule, 'route');
      if (routes.length < 2) continue;
      const weights = routes.map((route) => numberAt(route, 'weight') ?? 0);
      const missing = routes.findIndex((route) => valueAt(route, 'weight') === undefined);
      if (missing >= 0) {
        yield {
          path: at(path, 'route', missing, 'weight'),
          got: `nothing, which counts as 0 beside ${listed(weights.filter((weight) => weight > 0)) || 'other destinations'}`,
          expected: 'a weight for each destination',
          fix: `Give it a weight. As it is, ${stringAt(routes[missing], 'destination', 'host') ?? 'the destination'} gets no request.`,
        };
        continue;
      }
      const sum = weights.reduce((total, weight) => total + weight, 0);
      if (sum === 100) continue;
      const shares = weights.map((weight) => (sum === 0 ? '0' : String(Math.round((weight / sum) * 1000) / 10)));
      yield {
        path: at(path, 'route'),
        got: `weights ${listed(weights)}, which add up to ${sum}`,
        expected: 'weights that add up to 100',
        fix:
          sum === 0
            ? 'Give one of them a weight; istiod refuses a route whose weights are all 0. A switch from one version to the other changes both in one step.'
            : `Correct the weights. They are shares of their sum, so requests are split ${listed(
                shares.map((share) => `${share}%`),
                ' to ',
              )}.`,
      };
    }
  },
});
