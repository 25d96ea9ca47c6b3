import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/signals-reach-the-server.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const sound = String(rule.passes);
const preStop = (conf: string) =>
  serverExample(conf, {
    container: ['lifecycle: { preStop: { exec: { command: [nats-server, "-sl=ldm=/var/run/nats/nats.pid"] } } }'],
  });

ruleTester(rule, {
  ignores: {
    'a hook that does something else': serverExample('port: 4222', {
      container: ['lifecycle: { preStop: { exec: { command: [sleep, "5"] } } }'],
    }),
  },
  passes: {
    'accepts the processes of the node': sound.replace('shareProcessNamespace: true', 'hostPID: true'),
  },
  fails: {
    'for a hook without a pid file': [
      preStop('port: 4222'),
      {
        path: 'spec.template.spec.containers[0].lifecycle.preStop.exec.command',
        got: 'a signal to the process in /var/run/nats/nats.pid, while the server writes nothing',
      },
    ],
    'for a reloader that reads another file': [
      sound.replace('pid_file: /var/run/nats/nats.pid', 'pid_file: /var/run/nats/other.pid'),
      {
        path: 'spec.template.spec.containers[1]',
        got: 'a signal to the process in /var/run/nats/nats.pid, while the server writes /var/run/nats/other.pid',
      },
    ],
    'for a reloader that lacks the volume': [
      sound.replace(', volumeMounts: [{ name: pid, mountPath: /var/run/nats }]', ''),
      { got: '/var/run/nats/nats.pid from no volume, while the server writes it to pid' },
    ],
    'for a reloader that reads another file by one word': [
      sound.replace('-pid, /var/run/nats/nats.pid', '-pid=/run/a.pid'),
      { got: 'a signal to the process in /run/a.pid, while the server writes /var/run/nats/nats.pid' },
    ],
  },
  notJudged: {
    'a reloader whose command names no file': [
      sound.replace('-pid, /var/run/nats/nats.pid, ', ''),
      'container reloader names no pid file',
    ],
    'a pid file by a flag': [
      preStop('port: 4222').replace('[--config', '[-P, /run/a.pid, --config'),
      'flag -P of container nats sets the pid file, and is not read',
    ],
    'a server whose configuration is not among the files': [
      sound.replace('name: nats-config, namespace', 'name: other, namespace'),
      '/etc/nats-config/nats.conf of container nats is not in a ConfigMap among the files',
    ],
  },
});
