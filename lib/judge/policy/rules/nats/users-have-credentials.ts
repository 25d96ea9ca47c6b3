import type { ConfNode } from '../../../model/nats/conf-node.js';
import { confsIn } from '../../../model/nats/confs.js';
import { usersOf } from '../../../model/nats/identities.js';
import { acceptsLeaves } from '../../../model/nats/listeners.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/users-have-credentials',
  severity: 'error',
  scope: 'object',
  summary: 'A user without a password or key is allowed only on listeners that map certificates to users.',
  rationale: 'On any other listener its name and an empty password are enough.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/tls_mutual_auth',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
accounts { APP { users: [ { user: "edge-01.example.org", allowed_connection_types: [ LEAFNODE ] } ] } }
leafnodes { port: 7422, tls { verify_and_map: true } }`),
  fails: serverExample(`
accounts { APP { users: [ { user: "edge-01.example.org" } ] } }
leafnodes { port: 7422, tls { verify_and_map: true } }`),
  *about(configMap, cluster) {
    for (const { root } of confsIn(configMap, cluster)) {
      yield* notKnown(root.at('authorization'), root.at('accounts'));
      for (const { node } of usersOf(root)) {
        if (node.unknown) yield* notKnown(node);
        else yield { root, node };
      }
    }
  },
  *check({ root, node }) {
    const user = node.at('user');
    if (user.absent && node.at('nkey').absent) {
      yield user.violation({
        expected: 'the name of a user, or its public key in nkey',
        effect: 'The server does not start with a user that has no name.',
        fix: 'Name the user.',
      });
      return;
    }
    const proofs = [node.at('password'), node.at('nkey')];
    if (proofs.some(({ present }) => present)) return;
    const types = node.at('allowed_connection_types');
    if ([...proofs, types].some(({ unknown }) => unknown)) {
      yield* notKnown(...proofs, types);
      return;
    }
    const allowed = new Set(types.items().map(({ text }) => text?.toUpperCase()));
    for (const { type, tls } of listenersFor(root)) {
      if (allowed.size > 0 && !allowed.has(type)) continue;
      const mapped = tls.at('verify_and_map');
      yield* notKnown(mapped);
      if (mapped.flag === true || mapped.unknown) continue;
      yield user.violation({
        got: `a user without a password or key, on connections of type ${type}`,
        expected: 'a password, a key, or verify_and_map on the listener',
        fix: 'Add one, or leave the type out of allowed_connection_types.',
      });
    }
  },
});

/** The listeners that users connect to, each with the type of its connections. */
function listenersFor(root: ConfNode) {
  const clients = { type: 'STANDARD', tls: root.at('tls') };
  return acceptsLeaves(root) ? [clients, { type: 'LEAFNODE', tls: root.at('leafnodes', 'tls') }] : [clients];
}
