import { asksForCredentials, usersOf } from '../../../model/nats/identities.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { hubConfs, notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/leafnode-listener-requires-authorization',
  severity: 'error',
  scope: 'object',
  summary: 'A leafnode listener authenticates leaves.',
  rationale:
    'If the listener has no authorization block of its own, releases before 2.12 admit a leaf without credentials to the account of all clients. Every release does so if no account has a user.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf#authorization-block',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
leafnodes {
  port: 7422
  authorization { nkey: UDWDLNGOSGAA7ZUWMUOLPPIGYFGNAYXYEWJNSQYXZ775NE6IWABCRC6W, account: APP }
}`),
  fails: serverExample(`
leafnodes { port: 7422 }`),
  about: hubConfs,
  *check({ root }) {
    const authorization = root.at('leafnodes', 'authorization');
    const fix = 'Give each leaf a user or a key of its own.';
    if (authorization.absent) yield authorization.violation({ expected: 'an authorization block', fix });
    else if (authorization.unknown) yield* notKnown(authorization);
    else {
      const own = ['user', 'users', 'nkey'].map((name) => authorization.at(name));
      if (own.some(({ present }) => present)) return;
      if (!own.every(({ absent }) => absent)) yield* notKnown(...own);
      else if (!asksForCredentials(root)) {
        yield authorization.violation({ got: 'a block without a leaf', expected: 'a user, users or nkey', fix });
      } else if (usersOf(root).length === 0) yield* notKnown(root.at('authorization'), root.at('accounts'));
    }
  },
});
