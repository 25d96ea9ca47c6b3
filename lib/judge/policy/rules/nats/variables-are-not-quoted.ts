import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { defineRule } from '../../rule.js';

/** A whole token of a subject, as in `$JS.API.>`: the server's own subjects begin with a dollar sign too. */
const SUBJECT_TOKEN = /(?<=^|\.)\$[A-Z]+(?=\.)/g;
const VARIABLE = /\$[A-Za-z_]/;
const GLOBAL_ACCOUNT = '$G';
const BCRYPT = /^\$2[abxy]\$\d\d\$/;

export default defineRule({
  id: 'nats/variables-are-not-quoted',
  severity: 'error',
  scope: 'object',
  summary: 'Every variable is a whole value, outside quotes.',
  rationale: 'Inside quotes the server reads the name of the variable as text, and sends it as the password.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#variables',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
authorization { user: app, password: $APP_PASSWORD }`),
  fails: serverExample(`
leafnodes { remotes: [ { url: "tls://leaf:$LEAF_PASSWORD@hub.example.org:7422" } ] }`),
  about: confsIn,
  *check({ root }) {
    for (const node of root.walk()) {
      const { text = '' } = node;
      if (!VARIABLE.test(text.replaceAll(SUBJECT_TOKEN, ''))) continue;
      if (text === GLOBAL_ACCOUNT || BCRYPT.test(text)) continue;
      // The text may be a password by mistake: it is not shown.
      yield node.violation({
        got: 'a text with a variable in it',
        expected: 'only the variable, without quotes',
        fix: 'Put the whole value into the variable.',
      });
    }
  },
});
