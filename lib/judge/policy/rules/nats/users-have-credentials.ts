import { usersOf } from '../../../model/nats/identities.js';
import { acceptsLeaves } from '../../../model/nats/listeners.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/users-have-credentials',
  severity: 'error',
  summary: 'A user without a password or key is known only where certificates are mapped to users.',
  rationale: 'On any other listener its name and an empty password are enough.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/tls_mutual_auth',
  passes: `
accounts { APP { users: [ { user: "edge-01.example.org", allowed_connection_types: [ LEAFNODE ] } ] } }
leafnodes { port: 7422, tls { verify_and_map: true } }`,
  fails: `
accounts { APP { users: [ { user: "edge-01.example.org" } ] } }
leafnodes { port: 7422, tls { verify_and_map: true } }`,
  *check({ root }) {
    const listeners = [
      { type: 'STANDARD', tls: root.at('tls') },
      ...(acceptsLeaves(root) ? [{ type: 'LEAFNODE', tls: root.at('leafnodes', 'tls') }] : []),
    ];
    for (const { node } of usersOf(root)) {
      if (node.at('user').absent && node.at('nkey').absent) {
        yield {
          node: node.at('user'),
          expected: 'the name of a user, or its public key in nkey',
          fix: 'Name the user: the server does not start with one that has no name.',
        };
        continue;
      }
      if (!node.at('password').absent || !node.at('nkey').absent) continue;
      const types = node.at('allowed_connection_types');
      if (types.unknown) continue;
      const allowed = new Set(types.items().map(({ text }) => text?.toUpperCase()));
      for (const { type, tls } of listeners) {
        const mapped = tls.at('verify_and_map');
        if (mapped.flag === true || mapped.unknown || (allowed.size > 0 && !allowed.has(type))) continue;
        yield {
          node: node.at('user'),
          got: `a user without a password or key, on connections of type ${type}`,
          expected: 'a password, a key, or verify_and_map on the listener',
          fix: 'Add one, or leave the type out of allowed_connection_types.',
        };
      }
    }
  },
});
