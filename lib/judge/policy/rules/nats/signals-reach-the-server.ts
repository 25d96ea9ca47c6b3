import type { Field, Violation } from '../../../../manifest/field.js';
import { listAt, shown, stringAt } from '../../../../manifest/read.js';
import type { ConfNode } from '../../../model/nats/conf-node.js';
import { type Container, POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, readServers } from '../../nats-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/signals-reach-the-server',
  severity: 'error',
  scope: 'object',
  summary:
    'A container that signals the server reads its pid file from the same volume, and shares its process namespace.',
  rationale:
    'A reloader or a preStop hook that finds no process fails, and nobody notices until a certificate expires or a rollout cuts off the clients.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/signals',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: example(true),
  fails: example(false),
  *about(resource, cluster) {
    for (const server of readServers(resource, cluster)) {
      if ('notJudged' in server) {
        yield server;
        continue;
      }
      const reloaders = server.pod.containers.filter(isReloader);
      if (reloaders.length + preStopPids(server.container).length === 0) continue;
      const flag = server.flags.find((word) => /^--?(P|pid)(=|$)/.test(word));
      if (flag === undefined) yield { server, reloaders };
      else yield notJudged(`flag ${flag} of container ${server.container.name} sets the pid file, and is not read`);
    }
  },
  *check({ server: { container, pod, root }, reloaders }) {
    const pidFile = root.at('pid_file').present ? root.at('pid_file') : root.at('pidfile');
    yield* notKnown(pidFile);
    if (!pidFile.unknown) {
      for (const reloader of reloaders) {
        const file = reloaderPid(reloader);
        if (file !== undefined) yield* checkFile(file, reloader.field, reloader, container, pidFile);
        else yield notJudged(`container ${reloader.name} names no pid file`);
      }
      const hook = container.field.at('lifecycle', 'preStop', 'exec', 'command');
      for (const file of preStopPids(container)) yield* checkFile(file, hook, container, container, pidFile);
    }
    const shared = pod.field.at('shareProcessNamespace');
    if (reloaders.length === 0 || shared.value === true || pod.field.at('hostPID').value === true) return;
    yield shared.violation({
      expected: 'true',
      effect: 'A container sees only its own processes, so the reloader cannot signal the server.',
      fix: 'Set it to true.',
    });
  },
});

/** Compares the pid file that a container reads with the one that the server writes. */
function* checkFile(
  file: string,
  where: Field,
  from: Container,
  server: Container,
  pidFile: ConfNode,
): Generator<Violation> {
  if (pidFile.text !== file) {
    yield where.violation({
      got: `a signal to the process in ${file}, while the server writes ${shown(pidFile.text)}`,
      expected: `pid_file: ${file} in the configuration`,
      fix: 'Set pid_file, and use the same path here.',
    });
  } else if (from !== server && volumeAt(from, file) !== volumeAt(server, file)) {
    yield where.violation({
      got: `${file} from ${volumeAt(from, file) ?? 'no volume'}, while the server writes it to ${volumeAt(server, file) ?? 'no volume'}`,
      expected: 'the same emptyDir volume, mounted at the same path in both containers',
      fix: 'Mount the volume of the pid file in both.',
    });
  }
}

function isReloader({ field }: Container): boolean {
  return (field.at('image').text ?? '').includes('config-reloader');
}

/** The pid file that a reloader is given. */
function reloaderPid({ field }: Container): string | undefined {
  const words = [...field.at('command').texts, ...field.at('args').texts];
  for (const [index, word] of words.entries()) {
    const [, value] = /^--?(?:P|pid)(?:=(.*))?$/.exec(word) ?? [];
    if (value !== undefined) return value;
    if (/^--?(?:P|pid)$/.test(word)) return words[index + 1];
  }
  return undefined;
}

/** The pid files that the preStop hook names, as in `nats-server -sl=ldm=/var/run/nats/nats.pid`. */
function preStopPids({ field }: Container): string[] {
  const words = field.at('lifecycle', 'preStop', 'exec', 'command').texts.join(' ');
  return [...words.matchAll(/--?(?:sl|signal)[= ]\w+=(\/[^\s"';]+)/g)].flatMap(([, file]) => file ?? []);
}

function volumeAt({ spec }: Container, file: string): string | undefined {
  const [mount] = listAt(spec, 'volumeMounts')
    .filter((entry) => file.startsWith(`${(stringAt(entry, 'mountPath') ?? '').replace(/\/$/, '')}/`))
    .sort((a, b) => (stringAt(b, 'mountPath') ?? '').length - (stringAt(a, 'mountPath') ?? '').length);
  return stringAt(mount, 'name');
}

function example(shareProcessNamespace: boolean): string {
  return serverExample('pid_file: /var/run/nats/nats.pid', {
    containers: [
      '{ name: reloader, image: natsio/nats-server-config-reloader:0.23.0, args: [-pid, /var/run/nats/nats.pid, -config, /etc/nats-config/nats.conf], volumeMounts: [{ name: pid, mountPath: /var/run/nats }] }',
    ],
    mounts: ['{ name: pid, mountPath: /var/run/nats }'],
    volumes: ['{ name: pid, emptyDir: {} }'],
    pod: [`shareProcessNamespace: ${shareProcessNamespace}`],
  });
}
