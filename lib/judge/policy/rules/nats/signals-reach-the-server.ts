import { at } from '../../../../manifest/field-path.js';
import { booleanAt, listAt, shown, stringAt, stringListAt } from '../../../../manifest/read.js';
import type { Container } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const conf = 'pid_file: /var/run/nats/nats.pid';
const parts = (shared: boolean) =>
  serverExample(conf, {
    containers: [
      '{ name: reloader, image: natsio/nats-server-config-reloader:0.23.0, args: [-pid, /var/run/nats/nats.pid, -config, /etc/nats-config/nats.conf], volumeMounts: [{ name: pid, mountPath: /var/run/nats }] }',
    ],
    mounts: ['{ name: pid, mountPath: /var/run/nats }'],
    volumes: ['{ name: pid, emptyDir: {} }'],
    pod: [`shareProcessNamespace: ${shared}`],
  });

export default defineServerPodRule({
  id: 'nats/signals-reach-the-server',
  severity: 'error',
  summary: 'Whoever signals the server reads its pid file, from the same volume and among the same processes.',
  rationale:
    'A reloader or a preStop hook that finds no process fails, and nobody notices before a certificate expires or a rollout cuts off its clients.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/signals',
  passes: parts(true),
  fails: parts(false),
  *check({ conf: read, container, pod, flags }) {
    if (read === undefined || flags.some((flag) => /^--?(P|pid)(=|$)/.test(flag))) return;
    const pidFile = read.root.at('pid_file').present ? read.root.at('pid_file') : read.root.at('pidfile');
    const reloaders = pod.containers.filter(({ spec }) => (stringAt(spec, 'image') ?? '').includes('config-reloader'));
    const signallers = [
      ...reloaders.map((reloader) => ({ from: reloader, path: reloader.path, file: reloaderPid(reloader) })),
      ...preStopPids(container).map((file) => ({
        from: container,
        path: at(container.path, 'lifecycle', 'preStop', 'exec', 'command'),
        file,
      })),
    ];
    for (const { from, path, file } of signallers) {
      if (file === undefined || pidFile.unknown) continue;
      if (pidFile.text !== file) {
        yield {
          path,
          got: `a signal to the process in ${file}, where the server writes ${shown(pidFile.text)}`,
          expected: `pid_file: ${file} in the configuration`,
          fix: 'Set pid_file, and name the same path here.',
        };
      } else if (from !== container && volumeAt(from, file) !== volumeAt(container, file)) {
        yield {
          path,
          got: `${file} from ${volumeAt(from, file) ?? 'no volume'}, where the server writes it to ${volumeAt(container, file) ?? 'no volume'}`,
          expected: 'one emptyDir volume, mounted at the same path in both containers',
          fix: 'Mount the volume of the pid file in both.',
        };
      }
    }
    const shared = booleanAt(pod.spec, 'shareProcessNamespace');
    if (reloaders.length > 0 && shared !== true && booleanAt(pod.spec, 'hostPID') !== true) {
      yield {
        path: at(pod.specPath, 'shareProcessNamespace'),
        got: shown(shared),
        expected: 'true',
        fix: 'Set it: a container sees the processes of no other otherwise, and the reloader signals none.',
      };
    }
  },
});

/** The pid file that a reloader is told of. */
function reloaderPid({ spec }: Container): string | undefined {
  const words = [...stringListAt(spec, 'command'), ...stringListAt(spec, 'args')];
  for (const [index, word] of words.entries()) {
    const [, value] = /^--?(?:P|pid)(?:=(.*))?$/.exec(word) ?? [];
    if (value !== undefined) return value;
    if (/^--?(?:P|pid)$/.test(word)) return words[index + 1];
  }
  return undefined;
}

/** The pid files that the preStop hook names, as in `nats-server -sl=ldm=/var/run/nats/nats.pid`. */
function preStopPids({ spec }: Container): string[] {
  const words = stringListAt(spec, 'lifecycle', 'preStop', 'exec', 'command').join(' ');
  return [...words.matchAll(/--?(?:sl|signal)[= ]\w+=(\/[^\s"';]+)/g)].flatMap(([, file]) => file ?? []);
}

function volumeAt({ spec }: Container, file: string): string | undefined {
  const [mount] = listAt(spec, 'volumeMounts')
    .filter((entry) => file.startsWith(`${(stringAt(entry, 'mountPath') ?? '').replace(/\/$/, '')}/`))
    .sort((a, b) => (stringAt(b, 'mountPath') ?? '').length - (stringAt(a, 'mountPath') ?? '').length);
  return stringAt(mount, 'name');
}
