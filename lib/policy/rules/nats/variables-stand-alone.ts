import { defineConfRule } from '../../nats/conf-rule.js';

/** A whole token of a subject, as in `$JS.API.>`: the server's own subjects begin with a dollar sign too. */
const subjectToken = /(?<=^|\.)\$[A-Z]+(?=\.)/g;
const variable = /\$([A-Za-z_]\w*)/;
/** The global account. */
const globalAccount = '$G';
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
      const text = node.text ?? '';
      const name = variable.exec(text.replaceAll(subjectToken, ''))?.[1];
      if (name === undefined || text === globalAccount || bcrypt.test(text)) continue;
      yield {
        node,
        got: `a text with $${name} in it`,
        expected: `$${name} alone, without quotes`,
        fix: 'Let the variable hold the whole value.',
      };
    }
  },
});
