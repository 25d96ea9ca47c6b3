import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/ports-have-listeners.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const offering = (conf: string, ...ports: readonly number[]) =>
  serverExample(conf, { container: [`ports: [${ports.map((port) => `{ containerPort: ${port} }`).join(', ')}]`] });

ruleTester(rule, {
  passes: {
    'accepts the default of the client port': offering('http_port: 8222', 4222, 8222),
    'leaves UDP alone': serverExample('port: 4222', { container: ['ports: [{ containerPort: 53, protocol: UDP }]'] }),
  },
  fails: {
    'for a port that another block opens no more': [
      offering('leafnodes { reconnect: "2s" }', 4222, 7422),
      {
        path: 'spec.template.spec.containers[0].ports[1].containerPort',
        got: 'port 7422, where the server does not listen',
        expected: '4222 (client)',
      },
    ],
    'for a probe': [
      serverExample('port: 4222', { container: ['livenessProbe: { httpGet: { path: /healthz, port: 8222 } }'] }),
      {
        path: 'spec.template.spec.containers[0].livenessProbe.httpGet.port',
        got: 'a probe of 8222, where the server does not listen',
      },
    ],
    'for the loopback': [
      offering('listen: "127.0.0.1:4222"', 4222),
      { got: 'port 4222, where the server listens only on 127.0.0.1' },
    ],
    'for the loopback as host': [
      offering('host: localhost', 4222),
      { got: 'port 4222, where the server listens only on localhost' },
    ],
  },
  notJudged: {
    'ports of variables': [offering('port: $PORT', 5222), 'port is $PORT, whose value is not known'],
    'ports of flags': [
      offering('port: 4222', 8222).replace('[--config', '[-m, "8222", --config'),
      'flag -m may open further ports',
    ],
    'what an include may open': [
      offering('include ../nats-auth/auth.conf', 7422),
      'listen may be set in ../nats-auth/auth.conf, which is not among the files',
    ],
  },
});
