import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/system-account-is-declared',
  severity: 'error',
  scope: 'object',
  summary: 'A server with accounts uses one of them as its system account, without JetStream.',
  rationale:
    'Without a system account nobody can ask the servers for their state. If the account is not declared, or has JetStream, the server does not start.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/sys_accounts',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
accounts { APP {}, SYS {} }
system_account: SYS`),
  fails: serverExample(`
accounts { APP {}, SYS { jetstream: enabled } }
system_account: SYS`),
  *about(configMap, cluster) {
    for (const { root } of confsIn(configMap, cluster)) {
      yield* notKnown(root.at('accounts'));
      if (root.at('accounts').present && !root.at('accounts').unknown) yield root;
    }
  },
  *check(root) {
    const node = root.at('system_account');
    if (node.absent) {
      const fix = 'Declare an account for the system, and set system_account to it.';
      yield node.violation({ expected: 'one of the accounts', fix });
      return;
    }
    yield* notKnown(node);
    const [, account] =
      root
        .at('accounts')
        .entries()
        .find(([name]) => name === node.text) ?? [];
    if (node.text !== undefined && account === undefined && node.text !== '$SYS') {
      yield node.violation({ expected: 'one of the accounts', fix: 'Declare it under accounts.' });
    }
    const jetstream = account?.at('jetstream');
    if (jetstream?.enabled) {
      const fix = 'Remove it, and keep streams in other accounts.';
      yield jetstream.violation({ got: 'JetStream', expected: 'nothing', fix });
    } else if (jetstream !== undefined) yield* notKnown(jetstream);
  },
});
