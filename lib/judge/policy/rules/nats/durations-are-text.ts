import { defineConfTextRule } from '../../nats-conf-rule.js';

const durations = new Set([
  'reconnect',
  'reconnect_delay',
  'reconnect_interval',
  'ping_interval',
  'write_deadline',
  'sync_interval',
  'sync',
  'first_info_timeout',
]);

export default defineConfTextRule({
  id: 'nats/durations-are-text',
  severity: 'warning',
  summary: 'Every duration is written with its unit, in quotes.',
  rationale:
    'The server takes a bare number for seconds and its configuration check fails with a warning; a bare 2m is two million seconds.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#configuration-file-format',
  passes: `
leafnodes { reconnect: "2s", port: 7422 }`,
  fails: `
leafnodes { reconnect: 2, port: 7422 }`,
  *check({ root }) {
    for (const node of root.walk()) {
      if (!durations.has(node.key) || node.number === undefined) continue;
      yield { node, got: String(node.number), expected: `"${node.number}s"`, fix: 'Write the unit and quotes.' };
    }
  },
});
