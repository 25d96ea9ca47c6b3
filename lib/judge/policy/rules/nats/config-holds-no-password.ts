import { defineConfTextRule } from '../../nats-conf-rule.js';

const secretKeys = new Set(['password', 'pass', 'token']);
/** The keys by which JetStream encrypts its files; elsewhere the names mean other things. */
const fileKey = /(^|\.)jetstream\.(prev_)?(key|ek|encryption_key)$|\.tpm\.(encryption|srk)_password$/i;
const bcrypt = /^\$2[abxy]\$\d\d\$/;

export default defineConfTextRule({
  id: 'nats/config-holds-no-password',
  severity: 'error',
  summary: 'No password or token stands in a ConfigMap in clear.',
  rationale: 'Whoever may read ConfigMaps, or the repository that they come from, can connect as that user.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/username_password',
  passes: `
include ../nats-auth/auth.conf
authorization { user: app, password: $APP_PASSWORD }
leafnodes { remotes: [ { url: "tls://hub.example.org:7422" } ] }`,
  fails: `
authorization { user: app, password: swordfish }
leafnodes { remotes: [ { url: "tls://leaf:swordfish@hub.example.org:7422" } ] }`,
  *check({ root }) {
    for (const node of root.walk()) {
      const { text = '' } = node;
      if ((secretKeys.has(node.key) || fileKey.test(node.path)) && text !== '' && !bcrypt.test(text)) {
        yield {
          node,
          got: `a ${wordFor(node.key)} in clear`,
          expected: 'a variable that an included file of a Secret defines',
          fix: 'Move it into a Secret and include the mounted file; store a bcrypt hash there.',
        };
      } else if (/^[a-z-]+:\/\/[^/@]+@/i.test(text)) {
        yield {
          node,
          got: 'a URL with a user or password',
          expected: 'a URL without them, or a variable that an included file of a Secret defines',
          fix: 'Move the whole URL into a Secret and include the mounted file.',
        };
      }
    }
  },
});

function wordFor(key: string): string {
  if (key === 'token') return 'token';
  return /key|^(prev_)?ek$/.test(key) ? 'key' : 'password';
}
