import { parseGoDuration } from '../../../../formats/go-duration.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/lame-duck-is-valid',
  severity: 'error',
  summary: 'The lame duck duration is at least 30s and longer than its grace period.',
  rationale: 'The server does not start otherwise.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/lame_duck_mode',
  passes: `
lame_duck_duration: "30s"
lame_duck_grace_period: "10s"`,
  fails: `
lame_duck_duration: "20s"`,
  *check({ root }) {
    const node = root.at('lame_duck_duration');
    const grace = root.at('lame_duck_grace_period');
    if (node.unknown || grace.unknown) return;
    const duration = node.present ? parseGoDuration(node.text ?? '') : 120_000;
    const wait = grace.present ? parseGoDuration(grace.text ?? '') : 10_000;
    if (duration === undefined || duration < 30_000) {
      yield { node, got: String(node.value), expected: 'at least 30s, as text', fix: 'Write "30s" or more.' };
    } else if (wait === undefined || wait < 0 || wait >= duration) {
      yield {
        node: grace,
        got: grace.present ? String(grace.value) : '10s by default',
        expected: `less than lame_duck_duration, which is ${duration / 1000}s, as text`,
        fix: 'Lower it, or raise lame_duck_duration.',
      };
    }
  },
});
