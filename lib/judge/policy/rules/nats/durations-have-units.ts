import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

const DURATIONS = new Set([
  'reconnect',
  'reconnect_delay',
  'reconnect_interval',
  'ping_interval',
  'write_deadline',
  'sync_interval',
  'sync',
  'first_info_timeout',
]);

export default defineRule({
  id: 'nats/durations-have-units',
  severity: 'warning',
  scope: 'object',
  summary: 'Every duration has a unit, in quotes.',
  rationale:
    'The server reads a number without a unit as seconds, and its configuration check fails with a warning. Without quotes, 2m is two million seconds.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#configuration-file-format',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
leafnodes { reconnect: "2s", port: 7422 }`),
  fails: serverExample(`
leafnodes { reconnect: 2, port: 7422 }`),
  about: (configMap, cluster) =>
    confsIn(configMap, cluster).flatMap(({ root }) => [...root.walk()].filter(({ key }) => DURATIONS.has(key))),
  *check(node) {
    yield* notKnown(node);
    if (node.number === undefined) return;
    yield node.violation({ expected: `"${node.number}s"`, fix: 'Add the unit and quotes.' });
  },
});
