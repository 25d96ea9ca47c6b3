import type { ConfNode } from '../../../model/nats/conf-node.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, streamConfs } from '../../nats-targets.js';
import type { Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** The limits of an account; any name of each will do. */
const LIMITS = [
  ['max_memory', 'max_mem', 'memory', 'mem'],
  ['max_store', 'max_file', 'max_disk', 'store', 'disk'],
];

export default defineRule({
  id: 'nats/jetstream-limits-are-set',
  severity: 'warning',
  scope: 'object',
  summary: 'JetStream has limits for the server and for each account that uses it.',
  rationale:
    'Without limits of its own the server takes 75 % of the memory and of the disk of the node, and one account can use it all.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/resource_management',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
jetstream { store_dir: /data, max_memory_store: 64MB, max_file_store: 8GB }
accounts { APP { jetstream { max_memory: 32MB, max_store: 4GB } } }`),
  fails: serverExample(`
jetstream { store_dir: /data }
accounts { APP { jetstream: enabled } }`),
  about: streamConfs,
  *check({ root }) {
    for (const name of ['max_memory_store', 'max_file_store']) {
      const node = root.at('jetstream', name);
      yield* notKnown(node);
      if (!node.absent && (node.number ?? 0) >= 0) continue;
      yield node.violation({
        expected: 'a limit',
        fix: 'Set memory below the limit of the container, and disk below the size of the volume.',
      });
    }
    yield* notKnown(root.at('accounts'));
    for (const [, account] of root.at('accounts').entries()) {
      const streams = account.at('jetstream');
      if (streams.enabled) yield* checkAccount(streams);
      else yield* notKnown(streams);
    }
  },
});

function* checkAccount(streams: ConfNode): Generator<Outcome> {
  for (const node of ['max_memory', 'max_store', 'max_mem', 'max_file'].map((name) => streams.at(name))) {
    if (node.present) yield* notKnown(node);
    if (node.number === undefined || node.number >= 0) continue;
    yield node.violation({ expected: 'a limit', effect: 'A number below 0 is not a limit.', fix: 'Set one.' });
  }
  const limits = LIMITS.map((names) => names.map((name) => streams.at(name)));
  yield* notKnown(...limits.flatMap((nodes) => (nodes.some(({ present }) => present) ? [] : nodes.slice(0, 1))));
  const unlimited = limits.filter((nodes) => nodes.every(({ absent }) => absent)).map(([first]) => first?.key);
  if (unlimited.length === 0) return;
  yield streams.violation({
    got: `no ${unlimited.join(' and no ')}`,
    expected: 'max_memory and max_store',
    effect: 'The account can use everything that the server has.',
    fix: 'Set both.',
  });
}
