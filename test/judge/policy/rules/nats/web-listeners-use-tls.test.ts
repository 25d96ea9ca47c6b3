import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/web-listeners-use-tls.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a block that opens no port': serverExample('websocket { compression: true }\nmqtt { }'),
  },
  fails: {
    'for both': [
      serverExample('websocket { port: 8080 }\nmqtt { port: 1883 }'),
      { got: 'mqtt.tls (line 2): nothing' },
      { got: 'websocket.tls (line 1): nothing' },
    ],
  },
  notJudged: {
    'a port in a variable': [
      serverExample('websocket { port: $PORT }'),
      'websocket.port is $PORT, whose value is not known',
    ],
  },
});
