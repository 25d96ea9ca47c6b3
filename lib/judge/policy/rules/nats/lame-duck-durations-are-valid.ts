import { parseGoDuration } from '../../../../formats/go-duration.js';
import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/lame-duck-durations-are-valid',
  severity: 'error',
  scope: 'object',
  summary: 'The lame duck duration is at least 30s and longer than its grace period.',
  rationale: 'Otherwise the server does not start.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/lame_duck_mode',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
lame_duck_duration: "30s"
lame_duck_grace_period: "10s"`),
  fails: serverExample(`
lame_duck_duration: "20s"`),
  about: confsIn,
  *check({ root }) {
    const node = root.at('lame_duck_duration');
    const grace = root.at('lame_duck_grace_period');
    if (node.unknown || grace.unknown) {
      yield* notKnown(node, grace);
      return;
    }
    const duration = node.present ? parseGoDuration(node.text ?? '') : 120_000;
    const wait = grace.present ? parseGoDuration(grace.text ?? '') : 10_000;
    if (duration === undefined || duration < 30_000) {
      yield node.violation({ expected: 'at least 30s, as text', fix: 'Write "30s" or more.' });
    } else if (wait === undefined || wait < 0 || wait >= duration) {
      yield grace.violation({
        got: grace.present ? grace.shown : '10s by default',
        expected: `less than lame_duck_duration, which is ${duration / 1000}s, as text`,
        fix: 'Lower it, or raise lame_duck_duration.',
      });
    }
  },
});
