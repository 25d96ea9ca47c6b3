import { at } from '../../../../manifest/field-path.js';
import { objectAt, shown, stringListAt } from '../../../../manifest/read.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const conf = 'lame_duck_duration: "30s"';
const hook = (command: string) => [`lifecycle: { preStop: { exec: { command: [${command}] } } }`];

export default defineServerPodRule({
  id: 'nats/lame-duck-is-entered',
  severity: 'warning',
  summary: 'Before a pod ends, its preStop hook tells the server to send its clients away.',
  rationale:
    'At the signal that Kubernetes sends the server ends at once: all of its clients are cut off together, and storm the servers that are left.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/lame_duck_mode',
  passes: serverExample(conf, { container: hook('nats-server, -sl=ldm=/var/run/nats/nats.pid') }),
  fails: serverExample(conf),
  *check({ conf: read, container, pod }) {
    if (read === undefined || pod.runsToCompletion) return;
    const preStop = objectAt(container.spec, 'lifecycle', 'preStop');
    const command = stringListAt(preStop, 'exec', 'command').join(' ');
    if (/\bldm\b|\bUSR2\b/.test(command)) return;
    yield {
      path: at(container.path, 'lifecycle', 'preStop'),
      got: preStop === undefined ? 'nothing' : shown(command === '' ? preStop : command),
      expected: 'a command that sends ldm, such as nats-server -sl=ldm=<pid_file>',
      fix: 'Add it, with pid_file in the configuration.',
    };
  },
});
