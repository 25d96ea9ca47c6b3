import { parseGoDuration } from '../../../../formats/go-duration.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { httpRoutes, type RouteRule } from '../../../model/istio/virtual-services.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (timeout: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec:
  hosts: [web]
  http:
    - timeout: ${timeout}
      retries: { attempts: 3, perTryTimeout: 2s, retryOn: connect-failure }
      route: [{ destination: { host: web } }]
`;

export default defineRule<RouteRule>({
  id: 'istio/retries-fit-the-timeout',
  severity: 'warning',
  scope: 'object',
  summary: 'The timeout of a route leaves room for its retries.',
  rationale:
    'The timeout of the route includes all retries. If one try may take as long as the whole timeout, a slow server is never tried again.',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('10s'),
  fails: example('2s'),
  about: (resource) =>
    httpRoutes(resource).filter(
      ({ field }) =>
        field.at('timeout').text !== undefined &&
        field.at('retries', 'perTryTimeout').text !== undefined &&
        (field.at('retries', 'attempts').number ?? 0) !== 0,
    ),
  *check({ field }) {
    const [timeout, perTry] = [field.at('timeout'), field.at('retries', 'perTryTimeout')];
    const [limit, one] = [timeout, perTry].map(({ shown }) => parseGoDuration(shown));
    // A timeout of 0s is none.
    if (limit === 0) return;
    if (limit === undefined || one === undefined) {
      const unread = limit === undefined ? timeout : perTry;
      yield notJudged(`${unread.path} is ${unread.shown}, which is no duration`, unread);
      return;
    }
    if (one < limit) return;
    yield timeout.violation({
      got: `${timeout.shown}, while one of ${(field.at('retries', 'attempts').number ?? 0) + 1} tries may take ${perTry.shown}`,
      expected: `more than ${perTry.shown}`,
      effect: 'A slow try uses up the whole timeout, and is not repeated.',
      fix: 'Raise timeout, or lower retries.perTryTimeout.',
    });
  },
});
