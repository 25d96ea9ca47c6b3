import { shadowsIn } from '../../../model/istio/route-matches.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { type RouteRule, routeLists } from '../../../model/istio/virtual-services.js';
import { defineRule } from '../../rule.js';

const example = (second: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec:
  hosts: [web]
  http:
    - match: [{ uri: { prefix: /api } }]
      route: [{ destination: { host: api } }]
    - match: [{ uri: { prefix: /shop } }, { uri: { prefix: ${second} } }]
      route: [{ destination: { host: shop } }]
`;

export default defineRule<readonly RouteRule[]>({
  id: 'istio/matches-are-reachable',
  severity: 'warning',
  scope: 'object',
  summary: 'No match of a rule is shadowed by an earlier match.',
  rationale:
    'A match that is shadowed by an earlier rule sends no request to its own rule; one that is shadowed by its own rule has no effect.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0131/',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('/basket'),
  fails: example('/api/v2'),
  about: routeLists,
  *check(rules) {
    for (const { rule, matches, whole } of shadowsIn(rules)) {
      if (whole) continue;
      for (const { match, by } of matches) {
        const own = by === rule.index;
        const earlier = `${rule.protocol}[${by}]`;
        const field = rule.field.at('match', match);
        const fault = {
          got: `${field.shown}, which a match of ${own ? 'the same rule' : earlier} covers`,
          expected: 'a match of its own',
        };
        yield own
          ? field.violation({ ...fault, fix: 'Remove the match, or narrow the one before it.' })
          : field.violation({
              ...fault,
              effect: `${earlier} answers these requests.`,
              fix: `Move the rule before ${earlier}, or remove the match.`,
            });
      }
    }
  },
});
