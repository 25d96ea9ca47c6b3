import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/config-is-well-formed',
  severity: 'error',
  scope: 'object',
  summary: 'A configuration has no syntax error, and no key twice.',
  rationale:
    'If a block has a key twice, the server silently uses the last one: a second leafnodes block drops the authorization of the first. With a syntax error the server does not start.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#configuration-file-format',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
leafnodes {
  port: 7422
  authorization { user: leaf, password: $LEAF_PASSWORD }
}`),
  fails: serverExample(`
leafnodes { authorization { user: leaf, password: $LEAF_PASSWORD } }
leafnodes { port: 7422 }`),
  about: confsIn,
  *check({ root, parsed }) {
    for (const { where, got, expected, fix } of parsed.problems) {
      const line = /line \d+$/.exec(where)?.[0] ?? '';
      yield root.violation({ got: `${line}: ${got}`, expected, fix });
    }
  },
});
