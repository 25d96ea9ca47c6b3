import { listed } from '../../../../manifest/listed.js';
import { usersOf } from '../../../model/nats/identities.js';
import { acceptsLeaves } from '../../../model/nats/listeners.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/leaf-users-are-for-leaves-only',
  severity: 'warning',
  summary: 'A user is either a leaf or a client.',
  rationale:
    'With a password that is good for both, whoever takes over a client can join as a leaf and carry the messages of a whole cluster in and out; whoever takes over a leaf can pose as each client.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf#authorization-block',
  passes: `
accounts { APP { users: [
  { user: app, password: $APP_PASSWORD, allowed_connection_types: [ STANDARD ] }
  { user: edge, password: $EDGE_PASSWORD, allowed_connection_types: [ LEAFNODE ] }
] } }
leafnodes { port: 7422, authorization { timeout: "5s" } }`,
  fails: `
accounts { APP { users: [ { user: app, password: $APP_PASSWORD } ] } }
leafnodes { port: 7422, authorization { timeout: "5s" } }`,
  *check({ root }) {
    if (!acceptsLeaves(root)) return;
    const authorization = root.at('leafnodes', 'authorization');
    // With leaves of its own the listener knows no other users; without a block another rule asks for one.
    if (
      !authorization.present ||
      authorization.unknown ||
      ['user', 'users', 'nkey'].some((name) => !authorization.at(name).absent)
    )
      return;
    for (const { node, permissions } of usersOf(root)) {
      // The only user of a server has no types.
      if (permissions === undefined) continue;
      const types = node.at('allowed_connection_types');
      const allowed = types.items().map(({ text }) => text?.toUpperCase());
      if (types.unknown || allowed.includes(undefined)) continue;
      if (
        allowed.length > 0 &&
        (!allowed.includes('LEAFNODE') || allowed.every((type) => type?.startsWith('LEAFNODE')))
      ) {
        continue;
      }
      yield {
        node: types,
        got: allowed.length === 0 ? 'nothing, which is every type' : listed(allowed.flatMap((type) => type ?? [])),
        expected: 'either LEAFNODE alone, or types of clients alone, such as STANDARD',
        fix: 'Give leaves users of their own, and name the types of each.',
      };
    }
  },
});
