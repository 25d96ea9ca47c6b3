import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/jetstream-limits-are-set',
  severity: 'warning',
  summary: 'JetStream has limits for the server and for each account that uses it.',
  rationale:
    'Without its own limits the server takes 75 % of the memory and of the disk of the node, and one account can take all of it.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/resource_management',
  passes: `
jetstream { store_dir: /data, max_memory_store: 64MB, max_file_store: 8GB }
accounts { APP { jetstream { max_memory: 32MB, max_store: 4GB } } }`,
  fails: `
jetstream { store_dir: /data }
accounts { APP { jetstream: enabled } }`,
  *check({ root }) {
    const jetstream = root.at('jetstream');
    if (!jetstream.enabled) return;
    const fix = 'Set it: memory below the limit of the container, disk below the size of the volume.';
    for (const name of ['max_memory_store', 'max_file_store']) {
      const node = jetstream.at(name);
      if (node.absent) yield { node, expected: 'a limit', fix };
      else if (node.number !== undefined && node.number < 0) {
        yield { node, got: String(node.number), expected: 'a limit', fix };
      }
    }
    for (const [, account] of root.at('accounts').entries()) {
      const streams = account.at('jetstream');
      if (!streams.enabled) continue;
      for (const node of ['max_memory', 'max_store', 'max_mem', 'max_file'].map((name) => streams.at(name))) {
        if (node.number === undefined || node.number >= 0) continue;
        yield { node, got: String(node.number), expected: 'a limit', fix: 'Set it: below 0 there is none.' };
      }
      const kinds = [
        ['max_memory', 'max_mem', 'memory', 'mem'],
        ['max_store', 'max_file', 'max_disk', 'store', 'disk'],
      ];
      const unlimited = kinds.filter((names) => names.every((name) => streams.at(name).absent)).map(([name]) => name);
      if (unlimited.length === 0) continue;
      yield {
        node: streams,
        got: `no ${unlimited.join(' and no ')}`,
        expected: 'max_memory and max_store',
        fix: 'Set both: without one the account may take all that the server has.',
      };
    }
  },
});
