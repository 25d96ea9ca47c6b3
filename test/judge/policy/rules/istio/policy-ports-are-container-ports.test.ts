import rule from '../../../../../lib/judge/policy/rules/istio/policy-ports-are-container-ports.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, deployment, service } from '../../../model/istio/security-objects.js';

const to = (ports: string) => `rules: [{ to: [{ operation: { ports: [${ports}] } }] }]`;

ruleTester(rule, {
  ignores: {
    gateways: deployment({ labels: 'istio: ingressgateway' }) + access(to('"443"')),
  },
  passes: {
    'accepts a port that only a Service leads to':
      deployment({ container: 'ports: [{ containerPort: 9000 }]' }) + service() + access(to('"8080"')),
  },
  fails: {
    'for the port of a Service, and says who is refused': [
      deployment() + service() + access(to('"8080", "80"')),
      {
        path: 'spec.rules[0].to[0].operation.ports[1]',
        got: '80, which no selected pod listens on',
        expected: 'one of 8080',
        effect: 'The callers that the rule allows are refused.',
        fix: 'Name the port of the container, not that of a Service.',
      },
    ],
    'for a condition of a denial, and says who is served': [
      deployment() + access('action: DENY, rules: [{ when: [{ key: destination.port, values: ["80"] }] }]'),
      {
        path: 'spec.rules[0].when[0].values[0]',
        effect: 'The callers that the rule is for are served.',
        fix: 'Name the port of the container, not that of a Service.',
      },
    ],
  },
  notJudged: {
    'pods that declare no port': [
      deployment({ container: 'image: a' }) + access(to('"1"')),
      'Deployment apps/web declares no port',
    ],
    'policies that select no pod': [access(to('"1"')), 'no pod that the policy selects is among the files'],
  },
});
