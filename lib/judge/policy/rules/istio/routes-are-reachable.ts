import { listed } from '../../../../manifest/listed.js';
import { stringAt } from '../../../../manifest/read.js';
import { shadowsIn } from '../../../model/istio/route-matches.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { routeRules } from '../../../model/istio/virtual-services.js';
import { defineRule } from '../../rule.js';

const example = (first: string, second: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec:
  hosts: [web]
  http:
    - match: [{ uri: { prefix: ${first} } }]
      route: [{ destination: { host: web } }]
    - match: [{ uri: { prefix: ${second} } }]
      route: [{ destination: { host: api } }]
`;

export default defineRule({
  id: 'istio/routes-are-reachable',
  severity: 'error',
  scope: 'object',
  summary: 'No rule of a VirtualService stands behind one that takes all its requests.',
  rationale: 'The first rule that matches is followed. One behind it, with the same or narrower conditions, is dead.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0130/',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('/api/', '/'),
  fails: example('/', '/api/'),
  *check(resource) {
    const rules = routeRules(resource);
    for (const protocol of ['http', 'tls', 'tcp'] as const) {
      const list = rules.filter((rule) => rule.protocol === protocol);
      for (const { rule, matches, whole } of shadowsIn(list)) {
        if (!whole) continue;
        const takers = [...new Set(matches.map(({ by }) => nameOf(protocol, by, list[by]?.rule)))];
        yield {
          path: rule.path,
          got: `a rule whose requests ${listed(takers, ' and ')} ${takers.length === 1 ? 'takes' : 'take'}`,
          expected: 'a condition that no earlier rule takes in',
          fix: 'Move the rule before the wider one, or remove it; as it is, no request ever follows it.',
        };
      }
    }
  },
});

function nameOf(protocol: string, index: number, rule: Parameters<typeof stringAt>[0]): string {
  const name = stringAt(rule, 'name');
  return `${protocol}[${index}]${name === undefined ? '' : ` (${name})`}`;
}
