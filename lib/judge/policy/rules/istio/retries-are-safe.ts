import type { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { httpRoutes, type RouteRule } from '../../../model/istio/virtual-services.js';
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

const SAFE = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];
const RISKY = ['5xx', '500', 'retriable-status-codes'];

export default defineRule<RouteRule>({
  id: 'istio/retries-are-safe',
  severity: 'warning',
  scope: 'object',
  summary: 'Requests that may have taken effect are not retried, unless their method is safe.',
  rationale:
    'A 500 can come after an order was booked. retryOn 5xx repeats such a request whatever its method, so that it takes effect twice, and multiplies the load on failing servers.',
  source: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('gateway-error,reset-before-request,connect-failure,refused-stream'),
  fails: example('5xx,connect-failure'),
  about: (resource) =>
    httpRoutes(resource).filter(
      ({ field }) => field.at('retries').mapping !== undefined && field.at('retries', 'attempts').number !== 0,
    ),
  *check({ field }) {
    const retryOn = field.at('retries', 'retryOn');
    const risky = (retryOn.text ?? '')
      .split(',')
      .map((token) => token.trim())
      .filter((token) => RISKY.includes(token));
    const matches = field.at('match').items;
    if (risky.length === 0 || (matches.length > 0 && matches.every(isSafe))) return;
    yield retryOn.violation({
      got: `${listed(risky)} on a route that takes unsafe methods such as POST`,
      expected: 'gateway-error, reset-before-request, connect-failure, refused-stream; or a route for safe methods',
      effect: 'A request that failed half-way is sent again, and may take effect twice.',
      fix: 'Retry only requests that did not take effect, or match method GET or HEAD for such retries.',
    });
  },
});

function isSafe(match: Field): boolean {
  return SAFE.includes(match.at('method', 'exact').text ?? '');
}
