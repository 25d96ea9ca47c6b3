import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { readServers } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/pre-stop-starts-lame-duck-mode',
  severity: 'warning',
  scope: 'object',
  summary: 'The preStop hook of a server starts lame duck mode, in which clients move to other servers.',
  rationale:
    'Otherwise the server ends as soon as Kubernetes signals it: all of its clients lose their connection at once, and reconnect to the other servers at the same moment.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/lame_duck_mode',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: example('lifecycle: { preStop: { exec: { command: [nats-server, -sl=ldm=/var/run/nats/nats.pid] } } }'),
  fails: example(),
  *about(resource, cluster) {
    for (const server of readServers(resource, cluster))
      if ('notJudged' in server || !server.pod.runsToCompletion) yield server;
  },
  *check({ container }) {
    const preStop = container.field.at('lifecycle', 'preStop');
    const command = preStop.at('exec', 'command').texts.join(' ');
    if (/\bldm\b|\bUSR2\b/.test(command)) return;
    yield preStop.violation({
      got: command === '' ? preStop.shown : command,
      expected: 'a command that sends ldm, such as nats-server -sl=ldm=<pid_file>',
      fix: 'Add it, with pid_file in the configuration.',
    });
  },
});

function example(...container: readonly string[]): string {
  return serverExample('lame_duck_duration: "30s"', { container });
}
