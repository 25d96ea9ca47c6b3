import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/liveness-probe-ignores-streams.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const probe = (fields: string) => ({ container: [`livenessProbe: { ${fields} }`] });
ruleTester(rule, {
  ignores: {
    'a server without JetStream': serverExample('port: 4222', probe('httpGet: { path: /healthz, port: 8222 }')),
  },
  passes: {
    'accepts a probe of the server alone': serverExample(
      'jetstream: enabled',
      probe('httpGet: { path: "/healthz?js-server-only=true", port: 8222 }'),
    ),
    'accepts a probe of a port': serverExample('jetstream: enabled', probe('tcpSocket: { port: 4222 }')),
    'accepts another path': serverExample('jetstream: enabled', probe('httpGet: { path: /, port: 8222 }')),
  },
  fails: {
    'where the question is switched off': [
      serverExample('jetstream: enabled', probe('httpGet: { path: "/healthz?js-enabled-only=false", port: 8222 }')),
      { path: 'spec.template.spec.containers[0].livenessProbe.httpGet.path', got: '/healthz?js-enabled-only=false' },
    ],
  },
});
