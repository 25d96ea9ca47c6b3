import { defineConfTextRule } from '../../nats-conf-rule.js';

/** A whole token of a subject, as in `$JS.API.>`: the server's own subjects begin with a dollar sign too. */
const subjectToken = /(?<=^|\.)\$[A-Z]+(?=\.)/g;
const variable = /\$[A-Za-z_]/;
const globalAccount = '$G';
const bcrypt = /^\$2[abxy]\$\d\d\$/;

export default defineConfTextRule({
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
      if (!variable.test(text.replaceAll(subjectToken, ''))) continue;
      if (text === globalAccount || bcrypt.test(text)) continue;
      // The text may be a password that was meant to be another: it is not shown.
      yield {
        node,
        got: 'a text with a variable in it',
        expected: 'the variable alone, without quotes',
        fix: 'Let the variable hold the whole value.',
      };
    }
  },
});
