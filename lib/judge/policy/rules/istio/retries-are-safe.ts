import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import type { Json } from '../../../../manifest/object.js';
import { listAt, numberAt, stringAt } from '../../../../manifest/read.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { routeRules } from '../../../model/istio/virtual-services.js';
import { defineRule } from '../../rule.js';

const example = (on: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec:
  hosts: [web]
  http:
    - retries: { attempts: 3, perTryTimeout: 2s, retryOn: "${on}" }
      route: [{ destination: { host: web } }]
`;

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

export default defineRule({
  id: 'istio/retries-are-safe',
  severity: 'warning',
  scope: 'object',
  summary: 'Requests that may have been carried out are not repeated, unless their method is safe.',
  rationale:
    'A 500 may come after an order was booked. retryOn 5xx repeats such a request whatever its method, so that it is carried out twice, and multiplies the load on servers that fail.',
  source: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('gateway-error,reset-before-request,connect-failure,refused-stream'),
  fails: example('5xx,connect-failure'),
  *check(resource) {
    for (const { path, rule, protocol } of routeRules(resource)) {
      if (protocol !== 'http' || numberAt(rule, 'retries', 'attempts') === 0) continue;
      const tokens = (stringAt(rule, 'retries', 'retryOn') ?? '').split(',').map((token) => token.trim());
      const risky = tokens.filter((token) => token === '5xx' || token === '500' || token === 'retriable-status-codes');
      const matches = listAt(rule, 'match');
      if (risky.length === 0 || (matches.length > 0 && matches.every(isSafe))) continue;
      yield {
        path: at(path, 'retries', 'retryOn'),
        got: `${listed(risky)} on a route that takes POST and the like`,
        expected: 'gateway-error, reset-before-request, connect-failure, refused-stream; or a route for safe methods',
        fix: 'Retry only what was not carried out, or match method GET and HEAD for such retries. As it is, a request that failed half-way is sent again, and may take effect twice.',
      };
    }
  },
});

function isSafe(match: Json): boolean {
  return SAFE.has(stringAt(match, 'method', 'exact') ?? '');
}
