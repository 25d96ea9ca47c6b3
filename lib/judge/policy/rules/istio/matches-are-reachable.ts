import { at } from '../../../../manifest/field-path.js';
import { listAt, shown } from '../../../../manifest/read.js';
import { shadowsIn } from '../../../model/istio/route-matches.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { routeRules } from '../../../model/istio/virtual-services.js';
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

export default defineRule({
  id: 'istio/matches-are-reachable',
  severity: 'warning',
  scope: 'object',
  summary: 'No condition of a rule is taken in by an earlier one.',
  rationale:
    'A condition that an earlier rule takes in sends no request to its own rule; one that its own rule takes in already says nothing.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0131/',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('/basket'),
  fails: example('/api/v2'),
  *check(resource) {
    const rules = routeRules(resource);
    for (const protocol of ['http', 'tls', 'tcp'] as const) {
      for (const { rule, matches, whole } of shadowsIn(rules.filter((each) => each.protocol === protocol))) {
        if (whole) continue;
        for (const { match, by } of matches) {
          const own = by === rule.index;
          yield {
            path: at(rule.path, 'match', match),
            got: `${shown(listAt(rule.rule, 'match')[match])}, which a condition of ${own ? 'the same rule' : `${protocol}[${by}]`} takes in`,
            expected: 'a condition of its own',
            fix: own
              ? 'Remove the condition, or narrow the one before it.'
              : `Move the rule before ${protocol}[${by}], or remove the condition; as it is, ${protocol}[${by}] answers these requests.`,
          };
        }
      }
    }
  },
});
