import { stringAt, stringListAt } from '../../../../manifest/read.js';
import { defineConfRule } from '../../nats-conf-rule.js';

const fileKeys = new Set(['cert_file', 'key_file', 'ca_file']);
const watchedLine = /^\s*(?:cert_file|key_file|ca_file)\s*:\s*["']?([^"'\s]+)/gm;

export default defineConfRule({
  id: 'nats/certificate-files-are-watched',
  severity: 'warning',
  summary: 'The configuration reloader watches every certificate file.',
  rationale:
    'The reloader finds certificates by lines that begin with the unquoted key and a colon. It misses one-line blocks and quoted keys, so a renewed certificate is never loaded.',
  source: 'https://github.com/nats-io/nack/tree/main/cmd/nats-server-config-reloader',
  passes: `
tls {
  cert_file: /tls/tls.crt
  key_file: /tls/tls.key
}`,
  fails: `
tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key }`,
  server: {
    containers: [
      '{ name: reloader, image: natsio/nats-server-config-reloader:0.23.0, args: [-config, /etc/nats-config/nats.conf] }',
    ],
  },
  *check({ root, text }, { pod }) {
    const reloader = pod.containers.find(({ spec }) => (stringAt(spec, 'image') ?? '').includes('config-reloader'));
    if (reloader === undefined) return;
    const watched = new Set([...text.matchAll(watchedLine)].map(([, path]) => path));
    for (const argument of [...stringListAt(reloader.spec, 'args'), ...stringListAt(reloader.spec, 'command')]) {
      watched.add(argument.replace(/^--?config=/, ''));
    }
    for (const node of root.walk()) {
      if (!fileKeys.has(node.key) || node.text === undefined || watched.has(node.text)) continue;
      yield {
        node,
        got: 'a file that the reloader does not find',
        expected: `a line of its own that begins with ${node.key}:`,
        fix: 'Write one key on each line, unquoted, or pass the file to the reloader with -config.',
      };
    }
  },
});
