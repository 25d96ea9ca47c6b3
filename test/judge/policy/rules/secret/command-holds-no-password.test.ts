import rule from '../../../../../lib/judge/policy/rules/secret/command-holds-no-password.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const container = (fields: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { containers: [{ name: web, image: "example.org/web:1.4.2", ${fields} }] }
`;
const args = (...words: readonly string[]) => container(`args: ${JSON.stringify(words)}`);
const path = (index: number) => `spec.containers[0].args[${index}]`;

ruleTester(rule, {
  passes: {
    'accepts variables of the shell and of Kubernetes': args(
      '--password=$PASSWORD',
      '--token',
      '$TOKEN',
      '--pass=$(P)',
    ),
    'accepts files': args('--password-file=/secret', '--token', '/secret/token', '--password', '-stdin'),
    'accepts names that only resemble': args(
      '--initial-cluster-token',
      'etcd-1',
      '--no-password',
      'x',
      '--compass',
      'n',
    ),
    'accepts a switch': args('--password=true', '--token'),
    'accepts a URL without a password, or with a variable': args('nats://a@b:1', 'nats://a:$(P)@b:1', 'http://a/b:c@d'),
  },
  fails: {
    'for a word behind the flag': [args('--user', 'a', '-pass', 'b'), { path: path(2), got: 'a value after --pass' }],
    'for one word': [args('--db-password=b'), { path: path(0), got: 'a value after --db-password' }],
    'for the text of a shell': [
      container('command: [sh, -c, "nats --user a --password \'b\' sub c"]'),
      { path: 'spec.containers[0].command[2]', got: 'a value after --password' },
    ],
    'for a URL': [args('-s', 'nats://a:b@c:4222'), { path: path(1), got: 'a URL with a password' }],
    'for a probe': [
      container('livenessProbe: { exec: { command: [redis-cli, --pass, b, ping] } }'),
      { path: 'spec.containers[0].livenessProbe.exec.command[1]' },
    ],
  },
});
