import { asksForCredentials } from '../../../model/nats/identities.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/clients-are-authenticated',
  severity: 'error',
  summary: 'A server asks every client who it is.',
  rationale: 'A server without users lets every client that reaches it publish and subscribe to everything.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro',
  passes: `
accounts { APP { users: [ { nkey: UDWDLNGOSGAA7ZUWMUOLPPIGYFGNAYXYEWJNSQYXZ775NE6IWABCRC6W } ] } }`,
  fails: `
port: 4222`,
  *check({ root }) {
    if (!asksForCredentials(root)) {
      yield {
        node: root,
        got: 'no users',
        expected: 'accounts with users, or an authorization block',
        fix: 'Declare who may connect.',
      };
    }
    const anonymous = root.at('no_auth_user');
    if (anonymous.present) {
      yield {
        node: anonymous,
        got: 'a user for clients without credentials',
        expected: 'no such user',
        fix: 'Drop it and give each client credentials.',
      };
    }
  },
});
