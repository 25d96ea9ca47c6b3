import { at } from '../../../../manifest/field-path.js';
import type { Json } from '../../../../manifest/object.js';
import { listAt, numberAt, objectAt, stringAt } from '../../../../manifest/read.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { routeRules } from '../../../model/istio/virtual-services.js';
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

/** Conditions that single out callers, and not what they ask for. */
const OF_CALLERS = ['headers', 'sourceLabels', 'sourceNamespace', 'queryParams'];

export default defineRule({
  id: 'istio/faults-spare-users',
  severity: 'warning',
  scope: 'object',
  summary: 'Faults are injected into requests that ask for them.',
  rationale: 'A fault on a route that everybody takes delays and fails the requests of real users.',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/fault-injection/',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('match: [{ headers: { x-chaos: { exact: "on" } } }]'),
  fails: example('name: main'),
  *check(resource) {
    for (const { path, rule, protocol } of routeRules(resource)) {
      const fault = objectAt(rule, 'fault');
      if (protocol !== 'http' || fault === undefined) continue;
      const matches = listAt(rule, 'match');
      if (matches.length > 0 && matches.every(singlesOutCallers)) continue;
      const effects = (['delay', 'abort'] as const).flatMap((kind) => effectOf(kind, objectAt(fault, kind)) ?? []);
      if (effects.length === 0) continue;
      yield {
        path: at(path, 'fault'),
        got: `a fault on a route that ${matches.length === 0 ? 'every request takes' : 'is chosen by what is asked for'}`,
        expected: 'a match on a header that testers alone send, in each condition of the rule',
        fix: `Match a header, and let the other requests take a route without the fault, or remove it. As it is, ${effects.join(', and ')}.`,
      };
    }
  },
});

function singlesOutCallers(match: Json): boolean {
  return OF_CALLERS.some((field) => Object.keys(objectAt(match, field) ?? {}).length > 0 || stringAt(match, field));
}

function effectOf(kind: 'delay' | 'abort', fault: Json | undefined): string | undefined {
  if (fault === undefined) return undefined;
  const share = numberAt(fault, 'percentage', 'value') ?? numberAt(fault, 'percent') ?? 100;
  if (share === 0) return undefined;
  const status = numberAt(fault, 'httpStatus') ?? stringAt(fault, 'grpcStatus') ?? 'an error';
  const what = kind === 'delay' ? `wait ${stringAt(fault, 'fixedDelay') ?? 'longer'}` : `are answered with ${status}`;
  return `${share}% of the requests of real users ${what}`;
}
