import { parseGoDuration } from '../../../../formats/go-duration.js';
import { at } from '../../../../manifest/field-path.js';
import { numberAt, stringAt } from '../../../../manifest/read.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { routeRules } from '../../../model/istio/virtual-services.js';
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

export default defineRule({
  id: 'istio/retries-fit-the-timeout',
  severity: 'warning',
  scope: 'object',
  summary: 'The timeout of a route leaves room for the tries that it asks for.',
  rationale:
    'The timeout of the route includes all retries. Where one try may take as long as the whole, a slow server is never tried again.',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('10s'),
  fails: example('2s'),
  *check(resource) {
    for (const { path, rule, protocol } of routeRules(resource)) {
      const whole = stringAt(rule, 'timeout');
      const each = stringAt(rule, 'retries', 'perTryTimeout');
      const attempts = numberAt(rule, 'retries', 'attempts') ?? 0;
      if (protocol !== 'http' || whole === undefined || each === undefined || attempts === 0) continue;
      const limit = parseGoDuration(whole) ?? 0;
      const one = parseGoDuration(each) ?? 0;
      // A timeout of 0s is none.
      if (limit === 0 || one < limit) continue;
      yield {
        path: at(path, 'timeout'),
        got: `${whole}, while one of ${attempts + 1} tries may take ${each}`,
        expected: `more than ${each}`,
        fix: 'Raise timeout, or lower retries.perTryTimeout; as it is, a try that is slow uses up the whole, and is not repeated.',
      };
    }
  },
});
