import { stringAt, stringListAt } from '../../../../manifest/read.js';
import { servedConfsIn } from '../../../model/nats/confs.js';
import type { Container } from '../../../model/pods/pod.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

const FILE_KEYS = new Set(['cert_file', 'key_file', 'ca_file']);
const WATCHED_LINE = /^\s*(?:cert_file|key_file|ca_file)\s*:\s*["']?([^"'\s]+)/gm;

export default defineRule({
  id: 'nats/certificate-files-are-watched',
  severity: 'warning',
  scope: 'object',
  summary: 'The configuration reloader watches every certificate file.',
  rationale:
    'The reloader finds certificates by lines that begin with the unquoted key and a colon. It misses one-line blocks and quoted keys, so a renewed certificate is never loaded.',
  source: 'https://github.com/nats-io/nack/tree/main/cmd/nats-server-config-reloader',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: example(`
tls {
  cert_file: /tls/tls.crt
  key_file: /tls/tls.key
}`),
  fails: example(`
tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key }`),
  *about(configMap, cluster) {
    for (const { root, text, server } of servedConfsIn(configMap, cluster)) {
      const reloader = server.pod.containers.find(isReloader);
      if (reloader !== undefined) yield { root, text, reloader };
    }
  },
  *check({ root, text, reloader }) {
    const watched = new Set([...text.matchAll(WATCHED_LINE)].map(([, path]) => path));
    for (const argument of [...stringListAt(reloader.spec, 'args'), ...stringListAt(reloader.spec, 'command')]) {
      watched.add(argument.replace(/^--?config=/, ''));
    }
    for (const node of root.walk()) {
      if (!FILE_KEYS.has(node.key)) continue;
      yield* notKnown(node);
      if (node.text === undefined || watched.has(node.text)) continue;
      yield node.violation({
        got: 'a file that the reloader does not find',
        expected: `a line of its own that begins with ${node.key}:`,
        fix: 'Write one key on each line, unquoted, or pass the file to the reloader with -config.',
      });
    }
  },
});

function isReloader({ spec }: Container): boolean {
  return (stringAt(spec, 'image') ?? '').includes('config-reloader');
}

function example(conf: string): string {
  const args = '[-config, /etc/nats-config/nats.conf]';
  return serverExample(conf, {
    containers: [`{ name: reloader, image: natsio/nats-server-config-reloader:0.23.0, args: ${args} }`],
  });
}
