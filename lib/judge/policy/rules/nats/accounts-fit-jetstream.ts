import { formatBytes } from '../../../../formats/nats-conf/print.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

const KINDS = [
  { server: 'max_file_store', account: ['max_store', 'max_file', 'max_disk', 'store', 'disk'] },
  { server: 'max_memory_store', account: ['max_memory', 'max_mem', 'mem', 'memory'] },
] as const;

export default defineConfTextRule({
  id: 'nats/accounts-fit-jetstream',
  severity: 'error',
  summary: 'Accounts with JetStream have a server with it, and their limits fit those of the server together.',
  rationale:
    'A server that stands alone sets the limits of all accounts aside when it starts, and does not start where they exceed its own. Without JetStream of its own it starts, and the accounts have no streams.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/resource_management',
  passes: `
jetstream { store_dir: /data, max_file_store: 8Gi }
accounts { A { jetstream { max_store: 5Gi } }, B { jetstream { max_store: 3Gi } } }`,
  fails: `
jetstream { store_dir: /data, max_file_store: 8Gi }
accounts { A { jetstream { max_store: 5Gi } }, B { jetstream { max_store: 5Gi } } }`,
  *check({ root }, server) {
    const jetstream = root.at('jetstream');
    const accounts = root
      .at('accounts')
      .entries()
      .map(([, account]) => account.at('jetstream'))
      .filter((node) => node.enabled);
    if (accounts.length === 0 || jetstream.unknown) return;
    if (!jetstream.enabled) {
      const [first] = accounts;
      if (first === undefined || (server?.flags ?? []).some((flag) => /^--?(js|jetstream)(=true)?$/.test(flag))) return;
      yield {
        node: first,
        got: 'JetStream in an account, and none in the server',
        expected: 'a jetstream block at the top',
        fix: 'Add it, with store_dir and limits, or drop JetStream from the accounts.',
      };
      return;
    }
    // A server of a cluster does not know what the others have, and leaves the sum to whoever set them up.
    if (root.at('cluster').present) return;
    for (const kind of KINDS) {
      const most = jetstream.at(kind.server).number;
      const limits = accounts.flatMap((account) => {
        const node = kind.account.map((name) => account.at(name)).find(({ present }) => present);
        return node?.number === undefined || node.number <= 0 ? [] : [{ node, bytes: node.number }];
      });
      const sum = limits.reduce((total, { bytes }) => total + bytes, 0);
      const last = limits.at(-1);
      if (most === undefined || last === undefined || sum <= most) continue;
      yield {
        node: last.node,
        got: limits.length === 1 ? formatBytes(sum) : `${formatBytes(sum)} together with the other accounts`,
        expected: `at most ${kind.server}, which is ${formatBytes(most)}`,
        fix: `Lower it, or raise ${kind.server} with the volume.`,
      };
    }
  },
});
