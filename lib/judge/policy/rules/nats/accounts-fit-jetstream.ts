import { formatBytes } from '../../../../formats/nats-conf/print.js';
import type { ConfNode } from '../../../model/nats/conf-node.js';
import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import type { Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** The limits of a server, and the names of the same limits of an account. */
const LIMITS = [
  { server: 'max_file_store', account: ['max_store', 'max_file', 'max_disk', 'store', 'disk'] },
  { server: 'max_memory_store', account: ['max_memory', 'max_mem', 'mem', 'memory'] },
] as const;

export default defineRule({
  id: 'nats/accounts-fit-jetstream',
  severity: 'error',
  scope: 'object',
  summary: 'Accounts use JetStream only if their server has it, and their limits together fit those of the server.',
  rationale:
    'A server outside a cluster reserves the limits of all accounts when it starts, and does not start if they exceed its own. A server without JetStream starts, and its accounts have no streams.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/resource_management',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
jetstream { store_dir: /data, max_file_store: 8Gi }
accounts { A { jetstream { max_store: 5Gi } }, B { jetstream { max_store: 3Gi } } }`),
  fails: serverExample(`
jetstream { store_dir: /data, max_file_store: 8Gi }
accounts { A { jetstream { max_store: 5Gi } }, B { jetstream { max_store: 5Gi } } }`),
  *about(configMap, cluster) {
    for (const { root, server } of confsIn(configMap, cluster)) {
      yield* notKnown(root.at('accounts'));
      const blocks = root
        .at('accounts')
        .entries()
        .map(([, account]) => account.at('jetstream'));
      yield* notKnown(...blocks);
      const users = blocks.filter(({ enabled }) => enabled);
      if (users.length > 0) yield { root, server, users };
    }
  },
  *check({ root, server, users }) {
    const jetstream = root.at('jetstream');
    if (jetstream.unknown) {
      yield* notKnown(jetstream);
      return;
    }
    if (!jetstream.enabled) {
      const [first] = users;
      if (first === undefined || (server?.flags ?? []).some((flag) => /^--?(js|jetstream)(=true)?$/.test(flag))) return;
      yield first.violation({
        got: 'JetStream in an account, but not in the server',
        expected: 'a jetstream block at the top level',
        fix: 'Add the block, with store_dir and limits, or remove JetStream from the accounts.',
      });
      return;
    }
    // A server in a cluster does not know what the others offer, and does not check the sum.
    const routes = root.at('cluster');
    if (routes.present) return;
    if (routes.unknown) {
      yield* notKnown(routes);
      return;
    }
    for (const limit of LIMITS) yield* checkSum(jetstream.at(limit.server), users, limit);
  },
});

function* checkSum(most: ConfNode, users: readonly ConfNode[], limit: (typeof LIMITS)[number]): Generator<Outcome> {
  const given = users.flatMap(
    (user) => limit.account.map((name) => user.at(name)).find(({ present }) => present) ?? [],
  );
  if (given.length === 0) return;
  yield* notKnown(most, ...given);
  const counted = given.filter(({ number }) => number !== undefined && number > 0);
  const sum = counted.reduce((total, { number = 0 }) => total + number, 0);
  const last = counted.at(-1);
  if (most.number === undefined || last === undefined || sum <= most.number) return;
  yield last.violation({
    got: counted.length === 1 ? formatBytes(sum) : `${formatBytes(sum)} together with the other accounts`,
    expected: `at most ${limit.server}, which is ${formatBytes(most.number)}`,
    fix: `Lower it, or raise ${limit.server} and the size of the volume.`,
  });
}
