import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/pre-stop-starts-lame-duck-mode.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const hook = (preStop: string) => serverExample('port: 4222', { container: [`lifecycle: { preStop: ${preStop} }`] });

ruleTester(rule, {
  passes: {
    'accepts the signal itself': hook('{ exec: { command: [sh, -c, "kill -USR2 1 && sleep 60"] } }'),
    'accepts the signal in two words': hook('{ exec: { command: [nats-server, --signal, "ldm=/run/nats.pid"] } }'),
  },
  fails: {
    'for a hook that only waits': [
      hook('{ exec: { command: [sleep, "5"] } }'),
      { path: 'spec.template.spec.containers[0].lifecycle.preStop', got: 'sleep 5' },
    ],
    'for another signal': [
      hook('{ exec: { command: [nats-server, "-sl=quit=/run/nats.pid"] } }'),
      { got: 'nats-server -sl=quit=/run/nats.pid' },
    ],
  },
});
