import type { Field } from '../../../../manifest/field.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { httpRoutes, type RouteRule } from '../../../model/istio/virtual-services.js';
import { defineRule } from '../../rule.js';

const example = (match: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec:
  hosts: [web]
  http:
    - ${match}
      fault: { delay: { fixedDelay: 2s, percentage: { value: 10 } } }
      route: [{ destination: { host: web } }]
`;

/** Conditions that select callers, and not what they ask for. */
const OF_CALLERS = ['headers', 'sourceLabels', 'sourceNamespace', 'queryParams'];

export default defineRule<RouteRule>({
  id: 'istio/faults-are-for-test-requests',
  severity: 'warning',
  scope: 'object',
  summary: 'Faults are injected only into requests that ask for them.',
  rationale: 'A fault on a route that every request takes delays and fails the requests of real users.',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/fault-injection/',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('match: [{ headers: { x-chaos: { exact: "on" } } }]'),
  fails: example('name: main'),
  about: (resource) => httpRoutes(resource).filter(({ field }) => field.at('fault').mapping !== undefined),
  *check({ field }) {
    const matches = field.at('match').items;
    if (matches.length > 0 && matches.every(selectsCallers)) return;
    const fault = field.at('fault');
    const effects = [...delayOf(fault.at('delay')), ...abortOf(fault.at('abort'))];
    if (effects.length === 0) return;
    yield fault.violation({
      got: `a fault on a route that ${matches.length === 0 ? 'every request takes' : 'matches what is requested, not who requests it'}`,
      expected: 'a match on a header that only testers send, in each condition of the rule',
      effect: `${effects.join(', and ')}.`,
      fix: 'Match a header and add a route without the fault for all other requests, or remove the fault.',
    });
  },
});

function selectsCallers(match: Field): boolean {
  return OF_CALLERS.some((name) => match.at(name).entries.length > 0 || match.at(name).text);
}

function delayOf(delay: Field): readonly string[] {
  return forUsers(delay, `wait ${delay.at('fixedDelay').text ?? 'longer'}`);
}

function abortOf(abort: Field): readonly string[] {
  const status = abort.at('httpStatus').number ?? abort.at('grpcStatus').text ?? 'an error';
  return forUsers(abort, `are answered with ${status}`);
}

function forUsers(fault: Field, effect: string): readonly string[] {
  const share = fault.at('percentage', 'value').number ?? fault.at('percent').number ?? 100;
  return fault.mapping === undefined || share === 0 ? [] : [`${share}% of the requests of real users ${effect}`];
}
