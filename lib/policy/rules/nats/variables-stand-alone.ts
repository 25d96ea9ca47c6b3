import { defineConfRule } from '../../nats/conf-rule.js';

/** Subjects of the server itself begin with a dollar sign too. */
const variable = /\$(?!(?:JS|SYS|KV|O|OBJ|MQTT|NRG|G)\b)[A-Za-z_]/;
const bcrypt = /^\$2[abxy]\$\d\d\$/;

export default defineConfRule({
  id: 'nats/variables-stand-alone',
  severity: 'error',
  summary: 'Every variable stands for a whole value, outside of quotes.',
  rationale: 'Within quotes the server takes the name of the variable for text, and sends it as the password.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#variables',
  passes: `
authorization { user: app, password: $APP_PASSWORD }`,
  fails: `
leafnodes { remotes: [ { url: "tls://leaf:$LEAF_PASSWORD@hub.example.org:7422" } ] }`,
  *check({ root }) {
    for (const node of root.walk()) {
      const { text = '' } = node;
      if (!variable.test(text) || bcrypt.test(text)) continue;
      yield {
        node,
        got: 'a text with a variable in it',
        expected: 'the variable alone, without quotes',
        fix: 'Let the variable hold the whole value.',
      };
    }
  },
});
