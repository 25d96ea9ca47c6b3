import { asksForCredentials } from '../../../model/nats/identities.js';
import { acceptsLeaves } from '../../../model/nats/listeners.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/leafnode-listener-requires-authorization',
  severity: 'error',
  summary: 'A leafnode listener asks leaves who they are.',
  rationale:
    'Without an authorization block of its own the listener of releases before 2.12 lets a leaf without credentials into the account of all clients, and any release does so where no account has a user.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf#authorization-block',
  passes: `
leafnodes {
  port: 7422
  authorization { nkey: UDWDLNGOSGAA7ZUWMUOLPPIGYFGNAYXYEWJNSQYXZ775NE6IWABCRC6W, account: APP }
}`,
  fails: `
leafnodes { port: 7422 }`,
  *check({ root }) {
    if (!acceptsLeaves(root)) return;
    const authorization = root.at('leafnodes', 'authorization');
    const fix = 'Give each leaf a user or a key of its own.';
    if (authorization.absent) {
      yield { node: authorization, expected: 'an authorization block', fix };
    } else if (
      authorization.present &&
      ['user', 'users', 'nkey'].every((name) => authorization.at(name).absent) &&
      !asksForCredentials(root)
    ) {
      yield { node: authorization, got: 'a block that names no leaf', expected: 'a user, users or nkey', fix };
    }
  },
});
