import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { leafRemotes, notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/leafnode-remote-has-credentials',
  severity: 'warning',
  scope: 'object',
  summary: 'Every leafnode remote authenticates with a key, credentials or a password.',
  rationale:
    'A hub that asks for credentials rejects the link without them. One that does not ask admits every leaf with a certificate. A certificate alone is enough only if the hub maps certificates to users.',
  source:
    'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf#leafnode-remotes-entry-block',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
leafnodes { remotes: [ { url: "tls://hub.example.org:7422", nkey: $HUB_NKEY_SEED } ] }`),
  fails: serverExample(`
leafnodes { remotes: [ { url: "tls://hub.example.org:7422" } ] }`),
  about: leafRemotes,
  *check(remote) {
    if (!remote.at('urls').present) yield* notKnown(remote.at('urls'));
    const urls = remote.at('urls').items();
    const proofs = [remote.at('nkey'), remote.at('credentials')];
    if (proofs.some(({ present }) => present) || urls.length === 0) return;
    if (urls.some(({ text }) => text?.includes('@'))) return;
    if ([...proofs, ...urls].some(({ unknown }) => unknown)) {
      yield* notKnown(...proofs, ...urls);
      return;
    }
    yield remote.at('nkey').violation({
      expected: 'nkey, credentials, or a user in each address',
      fix: 'Add a key whose seed an included file of a Secret defines, and declare its public half at the hub.',
    });
  },
});
