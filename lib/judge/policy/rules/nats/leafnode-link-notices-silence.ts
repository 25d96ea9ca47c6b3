import { parseGoDuration } from '../../../../formats/go-duration.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/leafnode-link-notices-silence',
  severity: 'warning',
  summary: 'A server with leafnode links pings its peers at least every 20s.',
  rationale:
    'A network that drops packets silently is noticed by unanswered pings alone: with the default of 2 minutes a link stays dead for up to 4 minutes.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#connectivity',
  passes: `
ping_interval: "20s"
leafnodes { port: 7422 }`,
  fails: `
leafnodes { port: 7422 }`,
  *check({ root }) {
    const node = root.at('ping_interval');
    if (!root.at('leafnodes').present || node.unknown) return;
    const interval = node.number === undefined ? parseGoDuration(node.text ?? '2m') : node.number * 1000;
    if (interval !== undefined && interval <= 20_000) return;
    yield {
      node,
      got: node.present ? String(node.value) : '2m by default',
      expected: 'at most 20s',
      fix: 'Set ping_interval to "20s" or less on both sides of the link.',
    };
  },
});
