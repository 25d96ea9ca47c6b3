import { listed } from '../../../../manifest/listed.js';
import { usersOf } from '../../../model/nats/identities.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { hubConfs, notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/leaf-users-are-for-leaves-only',
  severity: 'warning',
  scope: 'object',
  summary: 'A user is either a leaf or a client.',
  rationale:
    'With a password that is valid for both, anyone who takes over a client can join as a leaf and carry the messages of a whole cluster in and out. Anyone who takes over a leaf can act as every client.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf#authorization-block',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
accounts { APP { users: [
  { user: app, password: $APP_PASSWORD, allowed_connection_types: [ STANDARD ] }
  { user: edge, password: $EDGE_PASSWORD, allowed_connection_types: [ LEAFNODE ] }
] } }
leafnodes { port: 7422, authorization { timeout: "5s" } }`),
  fails: serverExample(`
accounts { APP { users: [ { user: app, password: $APP_PASSWORD } ] } }
leafnodes { port: 7422, authorization { timeout: "5s" } }`),
  *about(configMap, cluster) {
    for (const conf of hubConfs(configMap, cluster)) {
      if ('notJudged' in conf) {
        yield conf;
        continue;
      }
      const authorization = conf.root.at('leafnodes', 'authorization');
      const own = ['user', 'users', 'nkey'].map((name) => authorization.at(name));
      yield* notKnown(authorization, ...(authorization.unknown ? [] : own));
      // A listener with leaves of its own knows no other users. Another rule asks for the block.
      if (!authorization.present || authorization.unknown || own.some(({ absent }) => !absent)) continue;
      yield* notKnown(conf.root.at('authorization'), conf.root.at('accounts'));
      // The only user of a server has no types.
      yield* usersOf(conf.root).filter(({ permissions }) => permissions !== undefined);
    }
  },
  *check({ node }) {
    const types = node.at('allowed_connection_types');
    const items = types.items();
    if (types.unknown || items.some(({ text }) => text === undefined)) {
      yield* notKnown(...new Set([types, ...items]));
      return;
    }
    const allowed = items.flatMap(({ text }) => text?.toUpperCase() ?? []);
    const isClient = allowed.length > 0 && !allowed.includes('LEAFNODE');
    const isLeaf = allowed.length > 0 && allowed.every((type) => type.startsWith('LEAFNODE'));
    if (isClient || isLeaf) return;
    yield types.violation({
      got: allowed.length === 0 ? 'nothing, which allows every type' : listed(allowed),
      expected: 'either LEAFNODE alone, or only types of clients, such as STANDARD',
      fix: 'Give leaves users of their own, and list the types of each user.',
    });
  },
});
