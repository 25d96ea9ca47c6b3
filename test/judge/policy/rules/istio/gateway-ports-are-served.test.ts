import rule from '../../../../../lib/judge/policy/rules/istio/gateway-ports-are-served.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);

ruleTester(rule, {
  passes: {
    'accepts the port of the container': good.replace('number: 443', 'number: 8443'),
  },
  fails: {
    'of a port that no Service has': [
      good.replace('number: 443', 'number: 9443'),
      { path: 'spec.servers[0].port.number', got: '9443', expected: 'a port of Service edge/ingress: 443, 8443' },
    ],
  },
  notJudged: {
    'pods without a Service': [
      good.replace('kind: Service', 'kind: ConfigMap'),
      'no Service of pods of the Gateway is among the files',
    ],
  },
});
