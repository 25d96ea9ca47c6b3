import { parseGoDuration } from '../../../../formats/go-duration.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { linkedConfs, notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/leafnode-links-ping-often',
  severity: 'warning',
  scope: 'object',
  summary: 'A server with leafnode links pings its peers at least every 20s.',
  rationale:
    'Only unanswered pings reveal a network that drops packets silently. With the default of 2 minutes a link stays dead for up to 4 minutes.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#connectivity',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
ping_interval: "20s"
leafnodes { port: 7422 }`),
  fails: serverExample(`
leafnodes { port: 7422 }`),
  about: linkedConfs,
  *check({ root }) {
    const node = root.at('ping_interval');
    if (node.unknown) {
      yield* notKnown(node);
      return;
    }
    const interval = node.number === undefined ? parseGoDuration(node.text ?? '2m') : node.number * 1000;
    if (interval !== undefined && interval <= 20_000) return;
    yield node.violation({
      got: node.present ? node.shown : '2m by default',
      expected: 'at most 20s',
      fix: 'Set ping_interval to "20s" or less on both sides of the link.',
    });
  },
});
