import { listed } from '../../../../manifest/listed.js';
import { confsIn } from '../../../model/nats/confs.js';
import { leafAccountsOf, leafBlocksOf } from '../../../model/nats/identities.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/leafnode-link-binds-an-account',
  severity: 'error',
  scope: 'object',
  summary: 'Every leafnode link belongs to an account that the server declares.',
  rationale:
    'A link without an account belongs to the global one: it comes up, and no message of another account crosses it. If the account is not declared, the server does not start.',
  source:
    'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf#leafnode-remotes-entry-block',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
accounts { APP { users: [ { nkey: UDWDLNGOSGAA7ZUWMUOLPPIGYFGNAYXYEWJNSQYXZ775NE6IWABCRC6W } ] } }
leafnodes { remotes: [ { url: "tls://hub.example.org:7422", account: APP } ] }`),
  fails: serverExample(`
accounts { APP { users: [ { nkey: UDWDLNGOSGAA7ZUWMUOLPPIGYFGNAYXYEWJNSQYXZ775NE6IWABCRC6W } ] } }
leafnodes { remotes: [ { url: "tls://hub.example.org:7422" } ] }`),
  *about(configMap, cluster) {
    for (const { root } of confsIn(configMap, cluster)) {
      yield* notKnown(...leafBlocksOf(root));
      for (const account of leafAccountsOf(root)) yield { account, accounts: root.at('accounts') };
    }
  },
  *check({ account, accounts }) {
    const names = accounts
      .entries()
      .map(([name]) => name)
      .sort();
    const fix = 'Use an account that is declared under accounts.';
    if (account.unknown) yield* notKnown(account);
    else if (account.absent) yield account.violation({ expected: 'an account', fix });
    else if (account.text === undefined || names.includes(account.text) || account.text === '$G') return;
    else if (accounts.unknown) yield* notKnown(accounts);
    else {
      const expected = names.length === 0 ? 'a declared account' : listed(names);
      yield account.violation({ got: account.text, expected, fix });
    }
  },
});
