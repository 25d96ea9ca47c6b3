import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/system-account-is-declared',
  severity: 'error',
  summary: 'A server with accounts names one of them as its system account, without JetStream.',
  rationale:
    'Without a system account nobody can ask the servers how they are; with one that is not declared or that has JetStream the server does not start.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/sys_accounts',
  passes: `
accounts { APP {}, SYS {} }
system_account: SYS`,
  fails: `
accounts { APP {}, SYS { jetstream: enabled } }
system_account: SYS`,
  *check({ root }) {
    const accounts = root.at('accounts');
    if (!accounts.present || accounts.unknown) return;
    const node = root.at('system_account');
    if (node.absent) {
      yield { node, expected: 'one of the accounts', fix: 'Declare an account for the system and name it.' };
      return;
    }
    const [, account] = accounts.entries().find(([name]) => name === node.text) ?? [];
    if (node.text !== undefined && account === undefined && node.text !== '$SYS') {
      yield { node, got: node.text, expected: 'one of the accounts', fix: 'Declare it under accounts.' };
    }
    const jetstream = account?.at('jetstream');
    if (jetstream?.enabled) {
      yield {
        node: jetstream,
        got: 'JetStream',
        expected: 'nothing',
        fix: 'Drop it: streams belong to other accounts.',
      };
    }
  },
});
