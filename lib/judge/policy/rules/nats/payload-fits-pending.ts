import { formatBytes } from '../../../../formats/nats-conf/print.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

const MEBIBYTE = 1024 ** 2;

export default defineConfTextRule({
  id: 'nats/payload-fits-pending',
  severity: 'error',
  summary: 'A message of the largest size fits what may wait for one client.',
  rationale: 'The server does not start where max_payload is above max_pending.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#limits',
  passes: `
max_payload: 8MB`,
  fails: `
max_payload: 65MB`,
  *check({ root }) {
    const node = root.at('max_payload');
    const pending = root.at('max_pending');
    if (pending.unknown) return;
    const limit = pending.number ?? 64 * MEBIBYTE;
    if ((node.number ?? MEBIBYTE) <= limit) return;
    yield {
      node,
      got: formatBytes(node.number ?? MEBIBYTE),
      expected: `at most max_pending, which is ${formatBytes(limit)}`,
      fix: 'Lower max_payload, or raise max_pending.',
    };
  },
});
