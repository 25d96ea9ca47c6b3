import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/includes-are-relative',
  severity: 'error',
  scope: 'object',
  summary: 'Every include has a path relative to its file.',
  rationale: 'The server appends an absolute path to the directory of the file, and does not start.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#include-directive',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
include ../nats-auth/auth.conf`),
  fails: serverExample(`
include /etc/nats-auth/auth.conf`),
  about: (configMap, cluster) =>
    confsIn(configMap, cluster).flatMap(({ root, parsed }) => parsed.includes.map((include) => ({ root, ...include }))),
  *check({ root, path, line }) {
    if (!path.startsWith('/')) return;
    yield root.violation({
      got: `line ${line}: include ${path}`,
      expected: 'a relative path',
      fix: 'Write it relative to the directory of the configuration, such as ../nats-auth/auth.conf.',
    });
  },
});
