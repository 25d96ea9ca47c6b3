import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/config-is-read-in-full',
  severity: 'error',
  summary: 'The server reads every key of a configuration.',
  rationale:
    'Of a key that stands twice the server takes the last and says nothing: a second leafnodes block silently drops the authorization of the first. With a syntax error it does not start.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#configuration-file-format',
  passes: `
leafnodes {
  port: 7422
  authorization { user: leaf, password: $LEAF_PASSWORD }
}`,
  fails: `
leafnodes { authorization { user: leaf, password: $LEAF_PASSWORD } }
leafnodes { port: 7422 }`,
  *check({ root, parsed }) {
    for (const { where, got, expected, fix } of parsed.problems) {
      const line = /line \d+$/.exec(where)?.[0] ?? '';
      yield { node: root, got: `${line}: ${got}`, expected, fix };
    }
  },
});
