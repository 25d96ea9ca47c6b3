import { leafAccountsOf } from '../../../model/nats/identities.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/accounts-stay-apart',
  severity: 'warning',
  summary: 'No account exports everything to all, and no leafnode link binds the system account.',
  rationale:
    'Accounts are there to keep messages apart. Over a link that binds the system account, each side sees the events of the other and may ask its servers to reload.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/accounts',
  passes: `
accounts { APP { exports: [ { stream: "orders.>" } ] }, SYS { exports: [ { stream: "$SYS.>", accounts: [ APP ] } ] } }
system_account: SYS
leafnodes { remotes: [ { url: "tls://hub.example.org:7422", account: APP } ] }`,
  fails: `
accounts { APP { exports: [ { stream: ">" } ] }, SYS {} }
system_account: SYS
leafnodes { remotes: [ { url: "tls://hub.example.org:7422", account: SYS } ] }`,
  *check({ root }) {
    const system = root.at('system_account').text ?? '$SYS';
    for (const node of leafAccountsOf(root)) {
      if (node.text !== system) continue;
      yield {
        node,
        got: `${system}, the system account`,
        expected: 'an account of applications',
        fix: 'Bind another account; read the events of each side within its own cluster.',
      };
    }
    for (const [name, account] of root.at('accounts').entries()) {
      for (const entry of account.at('exports').items()) {
        if (!entry.at('accounts').absent) continue;
        for (const kind of ['stream', 'service']) {
          const node = entry.at(kind);
          if (node.text === undefined || (name !== system && !/^(\*\.)*>$/.test(node.text))) continue;
          yield {
            node,
            got: `${node.text}, to every account`,
            expected: name === system ? 'accounts that may import it' : 'the subjects that others need',
            fix: 'Name the accounts in accounts, and the subjects that they need.',
          };
        }
      }
    }
  },
});
