import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/includes-are-relative',
  severity: 'error',
  summary: 'Every include names a path relative to its file.',
  rationale: 'The server appends an absolute path to the directory of the file, and does not start.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#include-directive',
  passes: `
include ../nats-auth/auth.conf`,
  fails: `
include /etc/nats-auth/auth.conf`,
  *check({ root, parsed }) {
    for (const { path, line } of parsed.includes) {
      if (!path.startsWith('/')) continue;
      yield {
        node: root,
        got: `line ${line}: include ${path}`,
        expected: 'a relative path',
        fix: 'Write it relative to the directory of the configuration, such as ../nats-auth/auth.conf.',
      };
    }
  },
});
