import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { defineRule } from '../../rule.js';

const BCRYPT = /^\$2[abxy]\$\d\d\$/;

export default defineRule({
  id: 'nats/config-holds-no-password',
  severity: 'error',
  scope: 'object',
  summary: 'No ConfigMap holds a password or token in plain text.',
  rationale: 'Anyone who can read ConfigMaps, or the repository that they come from, can connect as that user.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/username_password',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
include ../nats-auth/auth.conf
authorization { user: app, password: $APP_PASSWORD }
leafnodes { remotes: [ { url: "tls://hub.example.org:7422" } ] }`),
  fails: serverExample(`
authorization { user: app, password: swordfish }
leafnodes { remotes: [ { url: "tls://leaf:swordfish@hub.example.org:7422" } ] }`),
  about: confsIn,
  *check({ root }) {
    for (const node of root.walk()) {
      const { text = '' } = node;
      if (node.isForSecret && text !== '' && !BCRYPT.test(text)) {
        yield node.violation({
          got: `a ${wordFor(node.key)} in plain text`,
          expected: 'a variable that an included file of a Secret defines',
          fix: 'Move it into a Secret and include the mounted file. Store a bcrypt hash there.',
        });
      } else if (/^[a-z-]+:\/\/[^/@]+@/i.test(text)) {
        yield node.violation({
          got: 'a URL with a user or password',
          expected: 'a URL without them, or a variable that an included file of a Secret defines',
          fix: 'Move the whole URL into a Secret and include the mounted file.',
        });
      }
    }
  },
});

function wordFor(key: string): string {
  if (key === 'token') return 'token';
  return /key|^(prev_)?ek$/.test(key) ? 'key' : 'password';
}
