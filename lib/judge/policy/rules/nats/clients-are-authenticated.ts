import { confsIn } from '../../../model/nats/confs.js';
import { asksForCredentials, usersOf } from '../../../model/nats/identities.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/clients-are-authenticated',
  severity: 'error',
  scope: 'object',
  summary: 'A server authenticates every client.',
  rationale: 'Without users, the server lets every client that reaches it publish and subscribe to everything.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
accounts { APP { users: [ { nkey: UDWDLNGOSGAA7ZUWMUOLPPIGYFGNAYXYEWJNSQYXZ775NE6IWABCRC6W } ] } }`),
  fails: serverExample(`
port: 4222`),
  about: confsIn,
  *check({ root }) {
    if (!asksForCredentials(root)) {
      yield root.violation({
        got: 'no users',
        expected: 'accounts with users, or an authorization block',
        fix: 'Declare who may connect.',
      });
    } else if (usersOf(root).length === 0) yield* notKnown(root.at('authorization'), root.at('accounts'));
    const anonymous = root.at('no_auth_user');
    if (!anonymous.present) yield* notKnown(anonymous);
    if (anonymous.present) {
      yield anonymous.violation({
        got: 'a user for clients without credentials',
        expected: 'no such user',
        fix: 'Remove it, and give each client credentials.',
      });
    }
  },
});
