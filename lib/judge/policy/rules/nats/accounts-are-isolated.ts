import type { ConfNode } from '../../../model/nats/conf-node.js';
import { confsIn } from '../../../model/nats/confs.js';
import { leafAccountsOf, leafBlocksOf } from '../../../model/nats/identities.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import type { Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/accounts-are-isolated',
  severity: 'warning',
  scope: 'object',
  summary: 'No account exports all of its subjects to every account, and no leafnode link uses the system account.',
  rationale:
    'Accounts keep messages apart. Over a link that uses the system account, each side sees the events of the other and can tell its servers to reload.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/accounts',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
accounts { APP { exports: [ { stream: "orders.>" } ] }, SYS { exports: [ { stream: "$SYS.>", accounts: [ APP ] } ] } }
system_account: SYS
leafnodes { remotes: [ { url: "tls://hub.example.org:7422", account: APP } ] }`),
  fails: serverExample(`
accounts { APP { exports: [ { stream: ">" } ] }, SYS {} }
system_account: SYS
leafnodes { remotes: [ { url: "tls://hub.example.org:7422", account: SYS } ] }`),
  *about(configMap, cluster) {
    for (const conf of confsIn(configMap, cluster)) {
      const accounts = conf.root.at('accounts');
      yield* notKnown(accounts, ...leafBlocksOf(conf.root));
      if (leafAccountsOf(conf.root).length + accounts.entries().length > 0) yield conf;
    }
  },
  *check({ root }) {
    const systemAccount = root.at('system_account');
    yield* notKnown(systemAccount);
    const system = systemAccount.text ?? '$SYS';
    for (const node of leafAccountsOf(root)) {
      if (node.unknown) yield* notKnown(node);
      if (node.text !== system) continue;
      yield node.violation({
        got: `${system}, the system account`,
        expected: 'an account of applications',
        fix: 'Use another account. Read the events of each side inside its own cluster.',
      });
    }
    for (const [name, account] of root.at('accounts').entries()) yield* checkExports(account, name === system);
  },
});

function* checkExports(account: ConfNode, isSystem: boolean): Generator<Outcome> {
  const exported = account.at('exports');
  yield* notKnown(exported);
  for (const entry of exported.items()) {
    if (entry.unknown) yield* notKnown(entry);
    if (!entry.at('accounts').absent) continue;
    for (const node of [entry.at('stream'), entry.at('service')]) {
      yield* notKnown(node);
      if (node.text === undefined || (!isSystem && !/^(\*\.)*>$/.test(node.text))) continue;
      yield node.violation({
        got: `${node.text}, to every account`,
        expected: isSystem ? 'accounts that may import it' : 'the subjects that others need',
        fix: 'List the importing accounts in accounts, and export only the subjects that they need.',
      });
    }
  }
}
