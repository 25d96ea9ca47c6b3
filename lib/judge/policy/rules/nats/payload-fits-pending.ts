import { formatBytes } from '../../../../formats/nats-conf/print.js';
import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

const MEBIBYTE = 1024 ** 2;

export default defineRule({
  id: 'nats/payload-fits-pending',
  severity: 'error',
  scope: 'object',
  summary: 'A message of the largest size fits into what may be pending for one client.',
  rationale: 'The server does not start if max_payload is above max_pending.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#limits',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
max_payload: 8MB`),
  fails: serverExample(`
max_payload: 65MB`),
  about: confsIn,
  *check({ root }) {
    const payload = root.at('max_payload');
    const pending = root.at('max_pending');
    if (pending.unknown) {
      yield* notKnown(pending);
      return;
    }
    const limit = pending.number ?? 64 * MEBIBYTE;
    const largest = payload.number ?? MEBIBYTE;
    if (largest > limit) {
      yield payload.violation({
        got: formatBytes(largest),
        expected: `at most max_pending, which is ${formatBytes(limit)}`,
        fix: 'Lower max_payload, or raise max_pending.',
      });
    } else yield* notKnown(payload);
  },
});
