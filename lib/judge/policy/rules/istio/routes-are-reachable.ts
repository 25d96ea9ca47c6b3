import { listed } from '../../../../manifest/listed.js';
import { shadowsIn } from '../../../model/istio/route-matches.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { type RouteRule, routeLists } from '../../../model/istio/virtual-services.js';
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

export default defineRule<readonly RouteRule[]>({
  id: 'istio/routes-are-reachable',
  severity: 'error',
  scope: 'object',
  summary: 'No rule of a VirtualService is shadowed by earlier rules.',
  rationale:
    'The first rule that matches a request is followed. A later rule with the same or narrower matches never applies.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0130/',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('/api/', '/'),
  fails: example('/', '/api/'),
  about: routeLists,
  *check(rules) {
    for (const { rule, matches, whole } of shadowsIn(rules)) {
      if (!whole) continue;
      const earlier = [...new Set(matches.map(({ by }) => nameOf(rule.protocol, by, rules[by])))];
      yield rule.field.violation({
        got: `a rule whose requests ${listed(earlier, ' and ')} ${earlier.length === 1 ? 'takes' : 'take'}`,
        expected: 'a match that no earlier rule covers',
        effect: 'No request ever follows it.',
        fix: 'Move the rule before the wider one, or remove it.',
      });
    }
  },
});

function nameOf(protocol: string, index: number, rule: RouteRule | undefined): string {
  const name = rule?.field.at('name').text;
  return `${protocol}[${index}]${name === undefined ? '' : ` (${name})`}`;
}
